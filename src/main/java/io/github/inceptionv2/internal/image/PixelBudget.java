package io.github.inceptionv2.internal.image;

import java.util.concurrent.Semaphore;

/**
 * Limits the number of pixels that all threads together decode at once to the maximum for one
 * image. However many threads there are, decoders need no more memory than for the largest image.
 * The bytes of the files, which are read before, do not count.
 *
 * <p>Thread-safe. Waiting threads are served in order of arrival.
 */
final class PixelBudget {

  private static final int PIXELS_PER_PERMIT = 4096;

  private final int permits;
  private final Semaphore free;

  PixelBudget(long pixels) {
    this.permits = permits(pixels);
    this.free = new Semaphore(permits, true);
  }

  /** Pixels taken from the budget; closing returns them. */
  interface Share extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits until the pixels may be decoded.
   *
   * @param pixels the number of pixels; at most the complete budget is taken
   */
  Share take(long pixels) {
    int taken = Math.min(permits, permits(pixels));
    free.acquireUninterruptibly(taken);
    return () -> free.release(taken);
  }

  private static int permits(long pixels) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, pixels / PIXELS_PER_PERMIT));
  }
}
