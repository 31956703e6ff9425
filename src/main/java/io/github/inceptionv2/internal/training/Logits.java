package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.runtime.FloatMath;

/**
 * Logits of several examples, and what they say of a label.
 *
 * @param values one example after the other; not copied
 */
public record Logits(float[] values, int count) {

  private int classes() {
    return values.length / count;
  }

  /** The natural logarithm of how improbable the label of an example was. */
  public double crossEntropy(int example, int label) {
    int start = example * classes();
    return FloatMath.crossEntropy(values, start, start + classes(), start + label);
  }

  /** Whether the label's logit is the greatest, or the first of several; never if it is NaN. */
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
