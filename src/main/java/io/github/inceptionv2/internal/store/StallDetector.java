package io.github.inceptionv2.internal.store;

import java.time.Duration;

/**
 * Detects stalled downloads. A timeout for the next byte is not enough, because a server could send
 * single bytes forever.
 */
final class StallDetector {

  /** The minimum speed. At this speed, a module takes a day; slower downloads are retried. */
  private static final long MIN_BYTES_PER_SECOND = 512;

  private final Duration window;
  private final long start = System.nanoTime();
  private long windowStart = start;
  private long windowBytes;
  private long bytes;

  StallDetector(Duration window) {
    this.window = window;
  }

  /** Returns the time left in the current window. */
  long nanosLeft() {
    return Math.max(1, windowStart + window.toNanos() - System.nanoTime());
  }

  /**
   * Counts bytes that arrived.
   *
   * @throws HttpFailure if too few bytes arrived in the window that just ended
   */
  void add(long count) throws HttpFailure {
    bytes += count;
    windowBytes += count;
    long now = System.nanoTime();
    if (now - windowStart >= window.toNanos()) {
      if (windowBytes < MIN_BYTES_PER_SECOND * window.toMillis() / 1000) {
        throw new HttpFailure(
            "received only " + windowBytes + " bytes in " + window.toMillis() / 1000.0 + " s",
            true,
            null);
      }
      windowStart = now;
      windowBytes = 0;
    }
  }

  /** Returns the average rate since the start of the download, in bytes per second. */
  double rate() {
    return bytes / Math.max(1e-3, (System.nanoTime() - start) / 1e9);
  }
}
