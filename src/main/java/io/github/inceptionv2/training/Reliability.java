package io.github.inceptionv2.training;

import java.util.ArrayList;
import java.util.List;

/** Compares a model's confidence with its accuracy. Not thread-safe. */
final class Reliability {

  /** The number of bins in Guo et al. 2017, On Calibration of Modern Neural Networks. */
  private static final int BINS = 15;

  private final int[] counts = new int[BINS];
  private final int[] right = new int[BINS];
  private final double[] confidence = new double[BINS];

  /** The mean confidence and the accuracy of the images in a bin. */
  record Bin(double confidence, double accuracy, int count) {}

  /** Counts an image whose most probable class has the probability {@code probability}. */
  void add(double probability, boolean isRight) {
    int bin = Math.min(BINS - 1, (int) (probability * BINS));
    counts[bin]++;
    right[bin] += isRight ? 1 : 0;
    confidence[bin] += probability;
  }

  /**
   * Returns the mean absolute deviation of the number of successes in {@code count} trials from
   * {@code count * probability} (De Moivre 1730; Diaconis and Zabell 1991).
   */
  static double meanDeviation(int count, double probability) {
    if (probability <= 0 || probability >= 1) {
      return 0;
    }
    int k = Math.min(count, (int) (count * probability) + 1);
    double logarithm = Math.log(2.0 * k);
    for (int i = 1; i <= k; i++) {
      logarithm += Math.log((double) (count - k + i) / i * probability);
    }
    return Math.exp(logarithm + (count - k + 1) * Math.log1p(-probability));
  }

  /** Returns the bins that have images, in order of increasing confidence. */
  List<Bin> bins() {
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      if (counts[i] > 0) {
        bins.add(new Bin(confidence[i] / counts[i], (double) right[i] / counts[i], counts[i]));
      }
    }
    return bins;
  }
}
