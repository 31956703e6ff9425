package io.github.inceptionv2;

import java.util.Locale;
import java.util.Optional;

/** The result of comparing a model's numbers on this machine with the correct ones. Immutable. */
public final class SelfCheck {

  /** The verdict of a check. */
  public enum Verdict {
    /**
     * The weights are known, and the numbers match those recorded for them, which PyTorch computed
     * in double precision.
     */
    RIGHT("right: the weights are known, and the numbers match the recorded ones"),
    /**
     * The weights are not known and cannot be checked. The computation is correct: the numbers
     * match an implementation in plain Java, in double precision.
     */
    CONSISTENT(
        "consistent: the weights are not known and cannot be checked; the numbers match a"
            + " computation in plain Java"),
    /** The numbers are incorrect, not finite, or change from call to call. */
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
   * The difference between the computed and the correct numbers.
   *
   * @param error the maximum absolute difference
   * @param standardDeviation the standard deviation of the correct numbers, for comparison
   * @param tolerance the maximum acceptable error: a ten-thousandth of the standard deviation in
   *     float32, more in other precisions
   */
  public record Deviation(double error, double standardDeviation, double tolerance) {

    /** Returns true if the error is within the tolerance. */
    public boolean isWithinTolerance() {
      return error <= tolerance;
    }

    /** Returns a text such as {@code off by at most 2.7e-05, with a standard deviation of 6.7}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "off by at most %.1e, with a standard deviation of %.3g",
          error,
          standardDeviation);
    }
  }

  private final Verdict verdict;
  private final String source;
  private final Optional<String> reference;
  private final Optional<Deviation> logits;
  private final Optional<Deviation> features;
  private final Optional<String> problem;
  private final String device;
  private final String tensorFlowVersion;

  SelfCheck(
      Verdict verdict,
      String source,
      Optional<String> reference,
      Optional<Deviation> logits,
      Optional<Deviation> features,
      Optional<String> problem,
      String device,
      String tensorFlowVersion) {
    this.verdict = verdict;
    this.source = source;
    this.reference = reference;
    this.logits = logits;
    this.features = features;
    this.problem = problem;
    this.device = device;
    this.tensorFlowVersion = tensorFlowVersion;
  }

  /** Returns the verdict. */
  public Verdict verdict() {
    return verdict;
  }

  /** Returns the name of the source that the model was opened from. */
  public String source() {
    return source;
  }

  /** Returns the name of the known weights whose numbers are recorded; empty for other weights. */
  public Optional<String> reference() {
    return reference;
  }

  /** Returns the deviation of the logits; empty if the model has none. */
  public Optional<Deviation> logits() {
    return logits;
  }

  /** Returns the deviation of the feature vector; empty if the model has none. */
  public Optional<Deviation> features() {
    return features;
  }

  /** Returns the problem that was found; empty if there is none. */
  public Optional<String> problem() {
    return problem;
  }

  /** Returns the device that TensorFlow runs on, as {@link RuntimeReport#device} does. */
  public String device() {
    return device;
  }

  /** Returns the version of the native library, such as {@code 2.18.0}. */
  public String tensorFlowVersion() {
    return tensorFlowVersion;
  }

  /** Returns true if nothing is wrong. */
  public boolean passed() {
    return verdict != Verdict.WRONG;
  }

  /** Returns the source, the verdict, and the problem if there is one. */
  @Override
  public String toString() {
    return source + ": " + verdict.description() + problem.map(what -> ", " + what).orElse("");
  }
}
