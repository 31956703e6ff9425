package io.github.inceptionv2;

import java.util.Locale;
import java.util.Optional;

/**
 * How far a model's numbers on this machine are from the right ones. Immutable.
 *
 * @param verdict what that means
 * @param source what the model was opened from
 * @param reference what the weights are called whose right numbers are recorded; nothing if these
 *     are not among them
 * @param logits how far the logits are off; nothing if the model has none
 * @param features how far the feature vector is off; nothing if the model offers none
 * @param problem what is wrong; nothing if nothing is
 * @param device where TensorFlow computes, as {@link RuntimeReport#device} has it
 * @param tensorFlowVersion such as {@code 2.18.0}
 */
public record SelfCheck(
    Verdict verdict,
    String source,
    Optional<String> reference,
    Optional<Deviation> logits,
    Optional<Deviation> features,
    Optional<String> problem,
    String device,
    String tensorFlowVersion) {

  /** What the numbers say. */
  public enum Verdict {
    /**
     * The weights are known, and the numbers are those that were recorded for them: of PyTorch, in
     * double precision.
     */
    RIGHT("right: the weights are known, and their recorded numbers come out"),
    /**
     * The weights are not known, so that nothing can be said of them; but what is computed with
     * them is right: the numbers are those of an implementation in plain Java, in double precision.
     */
    CONSISTENT(
        "consistent: the weights are not known, so that they themselves cannot be checked;"
            + " what is computed with them agrees with plain Java"),
    /** The numbers are wrong, not finite, or change from call to call. */
    WRONG("wrong");

    private final String description;

    Verdict(String description) {
      this.description = description;
    }

    /** Returns the verdict in words. */
    public String description() {
      return description;
    }
  }

  /**
   * How far numbers are from what they should be.
   *
   * @param error the greatest absolute difference
   * @param standardDeviation of the right numbers, to compare it with
   * @param tolerance the greatest error that is still right: a ten thousandth of the standard
   *     deviation
   */
  public record Deviation(double error, double standardDeviation, double tolerance) {

    /** Returns whether the error is within the tolerance. */
    public boolean isRight() {
      return error <= tolerance;
    }

    /** Returns such as {@code off by 2.7e-05 at most, of numbers with standard deviation 6.7}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "off by %.1e at most, of numbers with standard deviation %.3g",
          error,
          standardDeviation);
    }
  }

  /** Returns whether nothing is wrong. */
  public boolean isGood() {
    return verdict != Verdict.WRONG;
  }
}
