package io.github.inceptionv2.internal.runtime;

/** Arithmetic on a tensor's numbers, in double precision. */
public final class FloatMath {

  private FloatMath() {}

  /**
   * Returns the maximum of the values from {@code start} (inclusive) to {@code end} (exclusive);
   * NaN is ignored.
   */
  public static double max(float[] values, int start, int end) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = start; i < end; i++) {
      max = values[i] > max ? values[i] : max;
    }
    return max;
  }

  /**
   * Returns the denominator of a softmax: the sum of {@code exp(value - max)} over the values from
   * {@code start} (inclusive) to {@code end} (exclusive).
   *
   * @param max the maximum of these values, which prevents overflow
   */
  public static double sumOfExponentials(float[] values, int start, int end, double max) {
    double sum = 0;
    for (int i = start; i < end; i++) {
      sum += Math.exp(values[i] - max);
    }
    return sum;
  }

  /**
   * Returns the cross-entropy in nats of the class whose logit is at {@code index}, among the
   * logits from {@code start} (inclusive) to {@code end} (exclusive).
   */
  public static double crossEntropy(float[] logits, int start, int end, int index) {
    double max = max(logits, start, end);
    return Math.log(sumOfExponentials(logits, start, end, max)) + max - logits[index];
  }

  /** Returns {@code vector} divided by its Euclidean length; a zero vector stays unchanged. */
  public static float[] l2Normalized(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double length = squares == 0 ? 1 : Math.sqrt(squares);
    float[] normalized = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      normalized[i] = (float) (vector[i] / length);
    }
    return normalized;
  }

  /**
   * Returns the maximum absolute difference, or infinity if the lengths differ or a difference is
   * NaN or infinite.
   */
  public static double greatestDifference(float[] one, float[] other) {
    double greatest = one.length == other.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      double difference = Math.abs((double) one[i] - other[i]);
      greatest =
          Double.isFinite(difference) ? Math.max(greatest, difference) : Double.POSITIVE_INFINITY;
    }
    return greatest;
  }

  /** Returns the bits of the bfloat16 nearest to a finite number; ties go to even. */
  static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int half = 0x7fff + (bits >>> 16 & 1);
    return (short) (bits + half >>> 16);
  }
}
