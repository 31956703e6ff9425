package io.github.inceptionv2.internal.inference;

import java.util.Arrays;

/**
 * Searches the range of a layer's numbers, all at least 0, that 255 steps lose least with: a wide
 * one rounds more, a narrow one clamps more.
 *
 * <p>The loss of an image is the energy of the error over the energy of the numbers; the range with
 * the least sum of cubed losses is taken. Photographs differ widely: few in a hundred drive deep
 * layers ten times as far as the others, and most of the error is theirs. With the sum of losses,
 * feature vectors of the flowers' test folder had a cosine to float32's of 0.9998 in the median and
 * 0.889 at the first percentile; with squares 0.9991 and 0.978; with cubes 0.9987 and 0.987; with
 * half of the greatest value in place of a loss 0.9962 and 0.990.
 *
 * <p>Not thread-safe.
 */
final class RangeSearch {

  /** Four candidates for each power of two, from 2^-4 to 2^14. */
  private static final int LEAST_EXPONENT = -4;

  private static final int CANDIDATES = 4 * 18 + 1;
  private static final double STEPS = 255;

  /** The bits of a float that count its candidate, of 1 first. */
  private static final int SHIFT = 21;

  private static final int OF_ONE = Float.floatToRawIntBits(1) >> SHIFT;

  private final double[] losses = new double[CANDIDATES];
  private boolean isEmpty = true;

  /** Takes the numbers of one image, which are finite. */
  void add(float[] numbers) {
    long[] counts = new long[CANDIDATES];
    double[] sums = new double[CANDIDATES];
    double[] squares = new double[CANDIDATES];
    for (float number : numbers) {
      if (number > 0) {
        int bin = bin(number);
        counts[bin]++;
        sums[bin] += number;
        squares[bin] += (double) number * number;
      }
    }
    double energy = Arrays.stream(squares).sum();
    if (energy > 0) {
      isEmpty = false;
      addLosses(counts, sums, squares, energy);
    }
  }

  /** The last candidate that is not greater; the first for all below it. */
  private static int bin(float number) {
    int candidate = (Float.floatToRawIntBits(number) >> SHIFT) - OF_ONE - 4 * LEAST_EXPONENT;
    return Math.max(0, Math.min(CANDIDATES - 1, candidate));
  }

  private void addLosses(long[] counts, double[] sums, double[] squares, double energy) {
    long above = 0;
    double sum = 0;
    double square = 0;
    long all = Arrays.stream(counts).sum();
    for (int i = CANDIDATES - 1; i >= 0; i--) {
      above += counts[i];
      sum += sums[i];
      square += squares[i];
      double range = candidate(i);
      double step = range / STEPS;
      double clamped = square - 2 * range * sum + range * range * above;
      double loss = (clamped + (all - above) * step * step / 12) / energy;
      losses[i] += loss * loss * loss;
    }
  }

  private static double candidate(int i) {
    return Math.scalb(1 + i % 4 / 4.0, i / 4 + LEAST_EXPONENT);
  }

  /** Returns the best range, or {@code otherwise} if no image had a number above 0. */
  float best(float otherwise) {
    int best = 0;
    for (int i = 1; i < CANDIDATES; i++) {
      best = losses[i] < losses[best] ? i : best;
    }
    return isEmpty ? otherwise : (float) candidate(best);
  }
}
