package io.github.inceptionv2.internal.image;

import java.util.concurrent.Semaphore;

/**
 * Bounds the pixels that are being decoded at one time on all threads together to those that one
 * image may have: however many threads there are, what decoders make of their files costs no more
 * memory than the largest image. The files, which are read before, are not counted.
 *
 * <p>Safe for several threads. First come, first served.
 */
final class PixelBudget {

  private static final int PIXELS_OF_A_PERMIT = 4096;

  private final int permits;
  private final Semaphore free;

  PixelBudget(long pixels) {
    this.permits = permits(pixels);
    this.free = new Semaphore(permits, true);
  }

  /** Pixels that are given back by closing. */
  interface Share extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits until {@code pixels} may be decoded; more than there are count as all. */
  Share take(long pixels) {
    int taken = Math.min(permits, permits(pixels));
    free.acquireUninterruptibly(taken);
    return () -> free.release(taken);
  }

  private static int permits(long pixels) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, pixels / PIXELS_OF_A_PERMIT));
  }
}
