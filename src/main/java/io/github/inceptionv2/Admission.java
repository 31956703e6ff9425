package io.github.inceptionv2;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Rejects calls when too many are waiting already. Thread-safe. */
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
   * @throws RejectedExecutionException if the maximum number of calls is waiting already
   */
  <T> T call(Supplier<T> body) {
    if (!places.tryAcquire()) {
      throw new RejectedExecutionException(
          "the limit of "
              + maxWaiting
              + " waiting calls (maxWaitingCalls) is reached, with "
              + (runs == 1 ? "one" : runs)
              + " in progress; try again later");
    }
    try {
      return body.get();
    } finally {
      places.release();
    }
  }
}
