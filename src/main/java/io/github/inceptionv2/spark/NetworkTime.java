package io.github.inceptionv2.spark;

import io.github.inceptionv2.InferenceListener;
import java.time.Duration;

/**
 * How long the network ran for each thread. A model that several tasks share tells the thread that
 * called it, and a task is one thread.
 */
final class NetworkTime implements InferenceListener {

  private static final ThreadLocal<Duration> OF_THREAD =
      ThreadLocal.withInitial(() -> Duration.ZERO);

  /** Returns the time since the last question of this thread. */
  static Duration take() {
    Duration time = OF_THREAD.get();
    OF_THREAD.remove();
    return time;
  }

  @Override
  public void onRun(int images, Duration time) {
    OF_THREAD.set(OF_THREAD.get().plus(time));
  }
}
