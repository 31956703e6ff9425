package io.github.inceptionv2.internal.inference;

import java.util.stream.IntStream;

/**
 * The greatest difference between two right computations that add in another order.
 *
 * <p>A float32 operation is off by at most {@code u = 2^-24 = 6e-8} of its result. Errors of a sum
 * of {@code n} products add up like a random walk, to {@code sqrt(n) u} of the usual size of such
 * sums; the largest filter of this network has {@code n = 3 * 3 * 192 = 1728}, which makes 2.5e-6.
 * The longest way through the network has 33 such layers. If all of them erred in the same
 * direction, a result would be off by 8e-5 of its usual size.
 *
 * <ul>
 *   <li>Logits, features, endpoints: a tensor has up to 10^6 numbers, and the greatest of as many
 *       normally distributed errors is five times the usual one: 5 * 8e-5 = 4e-4 of the median
 *       size. A number far beyond the median also has an error of its own size, another 1e-4 of it.
 *   <li>Probabilities span many powers of ten, so an error has no usual size: the median of 1001
 *       can be a millionth of the greatest. But {@code d ln(p) = d z - sum p d z}: if no logit is
 *       off by more than {@code d}, each probability is off by at most {@code 2 d} of itself. The
 *       softmax adds the rounding of an exponential and of a sum over the classes, {@code (classes
 *       + 8) u} at most. Numbers that float32 cannot hold in full, below 1e-37, may become zero.
 * </ul>
 */
final class RoundingTolerance {

  /** The share of the median. */
  private static final double USUAL = 4e-4;

  /** The share of the number itself. */
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

  /** For logits, features, or endpoints that are {@code right}. */
  static RoundingTolerance ofSums(float[] right) {
    return new RoundingTolerance(USUAL * median(right), OWN);
  }

  /**
   * For probabilities.
   *
   * @param logits the right ones of the same images
   */
  static RoundingTolerance ofProbabilities(float[] logits, int classes) {
    double ofLogits = USUAL * median(logits);
    return new RoundingTolerance(SMALLEST, 2 * ofLogits + (classes + EXPONENTIAL) * UNIT_ROUNDOFF);
  }

  /** Returns the greatest difference allowed from {@code right}. */
  double at(float right) {
    return absolute + relative * Math.abs((double) right);
  }

  /** Returns the median magnitude without zeros, which a few enormous weights do not move. */
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
