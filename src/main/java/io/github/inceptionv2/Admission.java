package io.github.inceptionv2;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Refuses calls where too many wait already. Safe for several threads. */
final class Admission {

  private final int runs;
  private final int maxWaiting;
  private final Semaphore places;

  Admission(RuntimeOptions options) {
    this.runs = options.parallelRuns();
    this.maxWaiting = options.maxWaitingCalls();
    this.places = new Semaphore((int) Math.min(Integer.MAX_VALUE, (long) runs + maxWaiting));
  }

  /**
   * Runs {@code body}.
   *
   * @throws RejectedExecutionException if as many calls as may wait are waiting
   */
  <T> T call(Supplier<T> body) {
    if (!places.tryAcquire()) {
      throw new RejectedExecutionException(
          maxWaiting
              + " calls wait for the "
              + (runs == 1 ? "one" : runs)
              + " in progress, which is the limit that maxWaitingCalls sets; try again later");
    }
    try {
      return body.get();
    } finally {
      places.release();
    }
  }
}
