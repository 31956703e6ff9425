package io.github.inceptionv2;

/**
 * The maximum acceptable error of a network's numbers, as a fraction of their standard deviation.
 *
 * <p>Each layer rounds its output and its weights. The errors of different layers are independent,
 * so their squares add up; the greatest of a thousand normally distributed errors is below five
 * standard deviations. Batch norm gives the numbers before ReLU a standard deviation of 1. After
 * ReLU, half of the numbers are 0, which has no error, and the mean square is 1/2. A factor of 2
 * covers what this estimate leaves out: sums that are smaller than their terms, and layers whose
 * outputs are mostly 0.
 *
 * <ul>
 *   <li>bfloat16 rounds by at most 2^-9 of a number, with a root mean square of 2^-9 / sqrt(3).
 *       Rounding both an output and a weight multiplies this by sqrt(2), and 33 layers by sqrt(33).
 *       The total is 0.09.
 *   <li>int8 has steps of range / 255, and a root mean square error of step / sqrt(12). On the
 *       longest path, the range is 12 in 13 layers, and 16, 24 and 32 in 6 layers each. A weight
 *       has steps of 1/127 of the greatest weight, which is some 3.5 standard deviations. The total
 *       is 1.4. This tolerance detects numbers that are unrelated to the correct ones and therefore
 *       off by 4 or more. Kernels that are off by more than one step are detected on a small
 *       network when the model is opened.
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

  /** Returns the bound for a sum of all layers' squared errors. */
  private static double bound(double squares) {
    return LEFT_OUT * GREATEST_OF_A_THOUSAND * Math.sqrt(squares);
  }

  private static double square(double value) {
    return value * value;
  }
}
