package io.github.inceptionv2.internal.runtime;

/** Small arithmetic on a tensor's numbers, in double precision. */
public final class FloatMath {

  private FloatMath() {}

  /**
   * Returns the greatest of the values from {@code start} to before {@code end}; NaN is ignored.
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
   * {@code start} to before {@code end}.
   *
   * @param max the greatest value, so that nothing overflows
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
   * logits from {@code start} to before {@code end}.
   */
  public static double crossEntropy(float[] logits, int start, int end, int index) {
    double max = max(logits, start, end);
    return Math.log(sumOfExponentials(logits, start, end, max)) + max - logits[index];
  }

  /** Returns {@code vector} divided by its Euclidean length; of zeros, zeros. */
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
   * Returns the greatest absolute difference; infinity if the lengths differ, or a difference is
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

  /** Returns the bits of the nearest bfloat16 of a finite number, an even one of two. */
  static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int half = 0x7fff + (bits >>> 16 & 1);
    return (short) (bits + half >>> 16);
  }
}
