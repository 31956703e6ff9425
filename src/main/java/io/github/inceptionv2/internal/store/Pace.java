package io.github.inceptionv2.internal.store;

import java.time.Duration;

/**
 * Judges whether a download gets anywhere. Waiting for the next byte is not enough: a server that
 * sends one now and then keeps that up forever.
 */
final class Pace {

  /** A day for a module; who has less is better off to try again. */
  private static final long MIN_BYTES_PER_SECOND = 512;

  private final Duration window;
  private final long start = System.nanoTime();
  private long windowStart = start;
  private long windowBytes;
  private long bytes;

  Pace(Duration window) {
    this.window = window;
  }

  /** How long the window still lasts. */
  long nanosLeft() {
    return Math.max(1, windowStart + window.toNanos() - System.nanoTime());
  }

  /**
   * Takes note of bytes that came.
   *
   * @throws HttpFailure if too few came in the window that just ended
   */
  void add(long count) throws HttpFailure {
    bytes += count;
    windowBytes += count;
    long now = System.nanoTime();
    if (now - windowStart >= window.toNanos()) {
      if (windowBytes < MIN_BYTES_PER_SECOND * window.toMillis() / 1000) {
        throw new HttpFailure(
            "only " + windowBytes + " bytes came in " + window.toMillis() / 1000.0 + " s",
            true,
            null);
      }
      windowStart = now;
      windowBytes = 0;
    }
  }

  /** Bytes a second, on average since the download began. */
  double rate() {
    return bytes / Math.max(1e-3, (System.nanoTime() - start) / 1e9);
  }
}
