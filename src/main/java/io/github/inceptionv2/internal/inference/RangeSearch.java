package io.github.inceptionv2.internal.inference;

import java.util.Arrays;

/**
 * Finds the range in which 255 steps represent a layer's non-negative outputs with the least loss.
 * A wide range loses more by rounding, and a narrow range loses more by clamping.
 *
 * <p>The loss of an image is the energy of the error divided by the energy of the outputs. The
 * range with the least sum of cubed losses wins. Photographs differ widely: a few percent of them
 * cause outputs of deep layers that are ten times as large as usual, and most of the error. For
 * feature vectors of the flowers' test directory, the cosine similarity to float32 at the median
 * and at the first percentile was 0.9998 and 0.889 with the sum of losses; 0.9991 and 0.978 with
 * squares; 0.9987 and 0.987 with cubes; and 0.9962 and 0.990 with half of the greatest value as the
 * range.
 *
 * <p>Not thread-safe.
 */
final class RangeSearch {

  /** Four candidates for each power of two, from 2^-4 to 2^14. */
  private static final int LEAST_EXPONENT = -4;

  private static final int CANDIDATES = 4 * 18 + 1;
  private static final double STEPS = 255;

  /** The shift that leaves only the bits of a float that determine its candidate. */
  private static final int SHIFT = 21;

  private static final int OF_ONE = Float.floatToRawIntBits(1) >> SHIFT;

  private final double[] losses = new double[CANDIDATES];
  private boolean isEmpty = true;

  /** Adds one image's outputs, which must be finite. */
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

  /**
   * Returns the last candidate that is not greater than {@code number}, or the first candidate if
   * all are greater.
   */
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

  /** Returns the best range, or the range {@code otherwise} if no image had an output above 0. */
  float best(float otherwise) {
    int best = 0;
    for (int i = 1; i < CANDIDATES; i++) {
      best = losses[i] < losses[best] ? i : best;
    }
    return isEmpty ? otherwise : (float) candidate(best);
  }
}
