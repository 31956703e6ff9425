package io.github.inceptionv2.spark;

import io.github.inceptionv2.InferenceListener;
import java.time.Duration;

/**
 * Measures how long the network runs for each thread. A shared model notifies its listener on the
 * calling thread, and each task has one thread.
 */
final class NetworkTime implements InferenceListener {

  private static final ThreadLocal<Duration> OF_THREAD =
      ThreadLocal.withInitial(() -> Duration.ZERO);

  /** Returns how long the network ran for this thread since the last call. */
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
