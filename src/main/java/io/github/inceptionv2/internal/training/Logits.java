package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.runtime.FloatMath;
import java.util.List;

/**
 * Logits of several examples, and their agreement with labels.
 *
 * @param values the logits of one example after the other; not copied
 */
public record Logits(float[] values, int count) {

  private int classes() {
    return values.length / count;
  }

  /** Returns the values of all {@code parts}, one part after the other. */
  static float[] join(List<Logits> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.values().length).sum()];
    int next = 0;
    for (Logits part : parts) {
      System.arraycopy(part.values(), 0, all, next, part.values().length);
      next += part.values().length;
    }
    return all;
  }

  /**
   * Returns the cross-entropy of an example: minus the natural logarithm of its label's
   * probability.
   */
  public double crossEntropy(int example, int label) {
    int start = example * classes();
    return FloatMath.crossEntropy(values, start, start + classes(), start + label);
  }

  /**
   * Returns true if the label's logit is the greatest, or the first of several equal greatest
   * logits. Returns false if the label's logit is NaN.
   */
  public boolean isRight(int example, int label) {
    float own = values[example * classes() + label];
    for (int k = 0; k < classes(); k++) {
      float other = values[example * classes() + k];
      boolean isBeaten = k < label ? !(other < own) : k > label && !(other <= own);
      if (isBeaten) {
        return false;
      }
    }
    return !Float.isNaN(own);
  }
}
