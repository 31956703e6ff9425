package io.github.inceptionv2;

import java.util.Locale;
import java.util.Optional;

/** The distance of a model's numbers on this machine from the right ones. Immutable. */
public final class SelfCheck {

  /** The judgement of a check. */
  public enum Verdict {
    /**
     * The weights are known, and the numbers recorded for them come out. These were computed by
     * PyTorch in double precision.
     */
    RIGHT("right: the weights are known, and their recorded numbers come out"),
    /**
     * The weights are not known and cannot be judged. The computation is right: the numbers agree
     * with an implementation in plain Java, in double precision.
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
   * The distance of computed numbers from the right ones.
   *
   * @param error the greatest absolute difference
   * @param standardDeviation of the right numbers, to compare it with
   * @param tolerance the greatest error that is still right: a ten thousandth of the standard
   *     deviation in float32, more in other precisions
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

  /** Returns the judgement. */
  public Verdict verdict() {
    return verdict;
  }

  /** Returns the name of the source the model was opened from. */
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

  /** Returns the deviation of the feature vector; empty if the model offers none. */
  public Optional<Deviation> features() {
    return features;
  }

  /** Returns the problem that was found; empty if there is none. */
  public Optional<String> problem() {
    return problem;
  }

  /** Returns where TensorFlow computes, as {@link RuntimeReport#device} does. */
  public String device() {
    return device;
  }

  /** Returns the version of the native library, such as {@code 2.18.0}. */
  public String tensorFlowVersion() {
    return tensorFlowVersion;
  }

  /** Returns whether nothing is wrong. */
  public boolean isGood() {
    return verdict != Verdict.WRONG;
  }

  /** Returns the source, the verdict, and the problem if there is one. */
  @Override
  public String toString() {
    return source + ": " + verdict.description() + problem.map(what -> ", " + what).orElse("");
  }
}
