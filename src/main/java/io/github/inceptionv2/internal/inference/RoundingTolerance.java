package io.github.inceptionv2.internal.inference;

import java.util.stream.IntStream;

/**
 * The greatest difference between two correct computations that add in different orders.
 *
 * <p>A float32 operation has a relative error of at most {@code u = 2^-24 = 6e-8}. The errors in a
 * sum of {@code n} products add up like a random walk, to {@code sqrt(n) u} times the usual size of
 * such sums; the largest filter of this network has {@code n = 3 * 3 * 192 = 1728}, which gives
 * 2.5e-6. The longest path through the network has 33 such layers. If the errors of all layers had
 * the same sign, a result would be off by 8e-5 times its usual size.
 *
 * <ul>
 *   <li>Logits, features, endpoints: a tensor has up to 10^6 numbers, and the greatest of that many
 *       normally distributed errors is five times the usual error: 5 * 8e-5 = 4e-4 times the median
 *       size. A number far above the median has an additional error of 1e-4 times its own size.
 *   <li>Probabilities span many powers of ten, so an error has no usual size: the median of 1001
 *       probabilities can be a millionth of the greatest. But {@code d ln(p) = d z - sum p d z}: if
 *       no logit is off by more than {@code d}, each probability has a relative error of at most
 *       {@code 2 d}. The softmax adds the rounding of an exponential and of a sum over the classes,
 *       at most {@code (classes + 8) u}. Numbers below 1e-37, which float32 cannot hold with full
 *       precision, may become zero.
 * </ul>
 */
final class RoundingTolerance {

  /** The tolerance as a fraction of the median. */
  private static final double USUAL = 4e-4;

  /** The tolerance as a fraction of the number itself. */
  private static final double OWN = 1e-4;

  private static final double UNIT_ROUNDOFF = 0x1p-24;
  private static final int EXPONENTIAL = 8;
  private static final double SMALLEST = 1e-37;

  private final double absolute;
  private final double relative;

  private RoundingTolerance(double absolute, double relative) {
    this.absolute = absolute;
    this.relative = relative;
  }

  /**
   * Returns the tolerance for logits, features or endpoints.
   *
   * @param right the correct values
   */
  static RoundingTolerance ofSums(float[] right) {
    return new RoundingTolerance(USUAL * median(right), OWN);
  }

  /**
   * Returns the tolerance for probabilities.
   *
   * @param logits the correct logits of the same images
   */
  static RoundingTolerance ofProbabilities(float[] logits, int classes) {
    double ofLogits = USUAL * median(logits);
    return new RoundingTolerance(SMALLEST, 2 * ofLogits + (classes + EXPONENTIAL) * UNIT_ROUNDOFF);
  }

  /** Returns the greatest acceptable difference from the correct value {@code right}. */
  double at(float right) {
    return absolute + relative * Math.abs((double) right);
  }

  /** Returns the median nonzero magnitude, which a few enormous weights do not affect. */
  private static double median(float[] values) {
    double[] sizes =
        IntStream.range(0, values.length)
            .mapToDouble(i -> Math.abs((double) values[i]))
            .filter(size -> size > 0)
            .sorted()
            .toArray();
    return sizes.length == 0 ? 0 : sizes[sizes.length / 2];
  }
}
