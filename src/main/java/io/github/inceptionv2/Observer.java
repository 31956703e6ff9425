package io.github.inceptionv2;

import io.github.inceptionv2.internal.inference.RunObserver;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies a listener and logs anything it throws. Thread-safe if the listener is. */
final class Observer implements RunObserver {

  /** An observer without a listener. */
  static final Observer NONE = new Observer(new InferenceListener() {});

  private static final Logger LOG = LoggerFactory.getLogger(InferenceListener.class);

  private final InferenceListener listener;

  /** Set on each thread while it calls the listener. */
  private final ThreadLocal<Boolean> notifying = new ThreadLocal<>();

  Observer(InferenceListener listener) {
    this.listener = listener;
  }

  void prepared(long startNanos, boolean isReadable) {
    Duration time = since(startNanos);
    notifyListener(() -> listener.onPrepared(time, isReadable));
  }

  @Override
  public void waited(long startNanos) {
    Duration time = since(startNanos);
    notifyListener(() -> listener.onWaited(time));
  }

  @Override
  public void ran(int images, long startNanos) {
    Duration time = since(startNanos);
    notifyListener(() -> listener.onRun(images, time));
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private void notifyListener(Runnable call) {
    notifying.set(true);
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("ignored an exception thrown by a listener", e);
    } finally {
      notifying.remove();
    }
  }

  /** Returns true if this thread is calling the listener, on behalf of a call in progress. */
  boolean isNotifying() {
    return notifying.get() != null;
  }
}
