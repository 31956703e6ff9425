package io.github.inceptionv2;

/**
 * The greatest error of a network's numbers that is still right, as a share of their standard
 * deviation.
 *
 * <p>Each layer rounds its output and its weights. The errors of different layers are independent,
 * so their squares add up; the greatest of a thousand normally distributed errors is below five
 * standard deviations. Batch norm gives the numbers before ReLU a standard deviation of 1; after
 * it, half of them are 0, which has no error, and the mean square is 1/2. A factor of 2 is for what
 * this leaves out: sums that are smaller than their terms, and layers whose outputs are mostly 0.
 *
 * <ul>
 *   <li>bfloat16 rounds by at most 2^-9 of a number, 2^-9 / sqrt(3) in the mean square; for an
 *       output and a weight that is sqrt(2) as much, for 33 layers another sqrt(33). Together 0.09.
 *   <li>int8 has steps of range / 255, an error of step / sqrt(12) in the mean square. The ranges
 *       are 12 in 13 layers of the longest way, 16, 24 and 32 in 6 layers each. A weight has steps
 *       of 1/127 of the greatest one, some 3.5 standard deviations. Together 1.4: enough to find
 *       numbers that have nothing to do with the right ones, which are off by 4 and more. Wrong
 *       kernels are found by the trial of a small network when the model is opened, to one step.
 * </ul>
 */
final class PrecisionTolerance {

  private static final double FLOAT32 = 1e-4;
  private static final double GREATEST_OF_A_THOUSAND = 5;
  private static final double LEFT_OUT = 2;
  private static final int LAYERS = 33;
  private static final double UNIFORM = 1 / Math.sqrt(12);

  private PrecisionTolerance() {}

  static double of(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> FLOAT32;
      case BFLOAT16 -> bound(LAYERS * 2 * square(0x1p-8 * UNIFORM));
      case INT8 ->
          bound(
              (13 * square(12) + 6 * (square(16) + square(24) + square(32))) * square(UNIFORM / 255)
                  + LAYERS * square(3.5 / 127 * UNIFORM));
    };
  }

  /** For the sum of the squares of all layers' errors. */
  private static double bound(double squares) {
    return LEFT_OUT * GREATEST_OF_A_THOUSAND * Math.sqrt(squares);
  }

  private static double square(double value) {
    return value * value;
  }
}
