package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.runtime.FloatMath;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The temperature by which logits are divided to calibrate probabilities. It minimizes the
 * cross-entropy of held-out examples (Guo et al. 2017).
 */
public final class Temperature {

  /** The number of examples below which a temperature of 1 is a better estimate. */
  public static final int MIN_EXAMPLES = 50;

  private static final double LEAST = 0.02;
  private static final double GREATEST = 50;
  private static final double TOLERANCE = 1e-4;

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private Temperature() {}

  /**
   * Returns the temperature for {@code logits}, or 1 if there are fewer than {@link #MIN_EXAMPLES}
   * examples.
   *
   * @param logits the logits of one example after the other
   * @param labels the class of each example
   */
  public static double of(float[] logits, int[] labels) {
    double[] weights = new double[labels.length];
    Arrays.fill(weights, 1);
    return of(logits, labels, weights);
  }

  /**
   * Returns the temperature for examples with weights, which are those of the loss that the logits
   * were fitted to.
   */
  static double of(float[] logits, int[] labels, double[] weights) {
    if (labels.length < MIN_EXAMPLES) {
      return 1;
    }
    return Math.exp(
        leastOf(
            log -> crossEntropy(logits, labels, weights, Math.exp(-log)),
            Math.log(LEAST),
            Math.log(GREATEST)));
  }

  /**
   * Returns the mean cross-entropy, with one more example counted as an error, as in Platt 1999: a
   * model that was right on all examples may still be wrong on the next.
   */
  private static double crossEntropy(
      float[] logits, int[] labels, double[] weights, double factor) {
    int classes = logits.length / labels.length;
    double error = classes == 1 ? 0 : 1.0 / (labels.length + 2);
    float[] scaled = new float[classes];
    double sum = 0;
    double total = 0;
    for (int i = 0; i < labels.length; i++) {
      double all = 0;
      for (int k = 0; k < classes; k++) {
        scaled[k] = (float) (logits[i * classes + k] * factor);
        all += scaled[k];
      }
      double own = FloatMath.crossEntropy(scaled, 0, classes, labels[i]);
      double ofOthers =
          own + scaled[labels[i]] - (all - scaled[labels[i]]) / Math.max(1, classes - 1);
      sum += weights[i] * ((1 - error) * own + error * ofOthers);
      total += weights[i];
    }
    return sum / total;
  }

  /** Finds the minimum of a function with a single minimum, by golden-section search. */
  private static double leastOf(DoubleUnaryOperator function, double low, double high) {
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = function.applyAsDouble(left);
    double atRight = function.applyAsDouble(right);
    while (high - low > TOLERANCE) {
      if (atLeft < atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = function.applyAsDouble(left);
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = function.applyAsDouble(right);
      }
    }
    return (low + high) / 2;
  }
}
