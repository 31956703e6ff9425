package io.github.inceptionv2;

import io.github.inceptionv2.internal.inference.RunObserver;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener, whatever it throws. Safe for several threads if the listener is. */
final class Observer implements RunObserver {

  /** Tells nobody. */
  static final Observer NONE = new Observer(new InferenceListener() {});

  private static final Logger LOG = LoggerFactory.getLogger(InferenceListener.class);

  private final InferenceListener listener;

  /** Set on each thread on which the listener is called. */
  private final ThreadLocal<Boolean> notifying = new ThreadLocal<>();

  Observer(InferenceListener listener) {
    this.listener = listener;
  }

  void prepared(long startNanos, boolean isReadable) {
    Duration time = since(startNanos);
    tell(() -> listener.onPrepared(time, isReadable));
  }

  @Override
  public void waited(long startNanos) {
    Duration time = since(startNanos);
    tell(() -> listener.onWaited(time));
  }

  @Override
  public void ran(int images, long startNanos) {
    Duration time = since(startNanos);
    tell(() -> listener.onRun(images, time));
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private void tell(Runnable call) {
    notifying.set(true);
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("a listener failed, which is passed over", e);
    } finally {
      notifying.remove();
    }
  }

  /** Returns whether this thread is calling the listener, on behalf of a call that is inside. */
  boolean isNotifying() {
    return notifying.get() != null;
  }
}
