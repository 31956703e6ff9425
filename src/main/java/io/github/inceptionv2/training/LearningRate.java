package io.github.inceptionv2.training;

import java.util.Locale;

/** The schedule of the learning rate over a training run. Immutable and thread-safe. */
public final class LearningRate {

  private static final double MAX = 100;

  private enum Kind {
    CONSTANT,
    COSINE,
    STEP
  }

  private final Kind kind;
  private final double start;
  private final double factor;
  private final double everyEpochs;
  private final double warmUpEpochs;

  private LearningRate(
      Kind kind, double start, double factor, double everyEpochs, double warmUpEpochs) {
    this.kind = kind;
    this.start = OptionRanges.check(start, 0, MAX, "learning rate");
    this.factor = factor;
    this.everyEpochs = everyEpochs;
    this.warmUpEpochs = warmUpEpochs;
  }

  /** Returns a constant rate. */
  public static LearningRate constant(double rate) {
    return new LearningRate(Kind.CONSTANT, rate, 1, 1, 0);
  }

  /** Returns a rate that falls from {@code start} to zero along half a cosine. */
  public static LearningRate cosine(double start) {
    return new LearningRate(Kind.COSINE, start, 1, 1, 0);
  }

  /**
   * Returns a rate that is multiplied by {@code factor} every {@code everyEpochs} epochs.
   *
   * @param factor above 0 and at most 1
   * @param everyEpochs at least 0.01
   */
  public static LearningRate step(double start, double factor, double everyEpochs) {
    return new LearningRate(
        Kind.STEP,
        start,
        OptionRanges.check(factor, Double.MIN_VALUE, 1, "factor"),
        OptionRanges.check(everyEpochs, 0.01, Integer.MAX_VALUE, "everyEpochs"),
        0);
  }

  /**
   * Returns this schedule with a warm-up, in which the rate rises linearly from zero for {@code
   * epochs} epochs.
   *
   * @param epochs length of the warm-up, which may be fractional; 0 for none
   */
  public LearningRate withWarmUp(double epochs) {
    return new LearningRate(
        kind,
        start,
        factor,
        everyEpochs,
        OptionRanges.check(epochs, 0, Integer.MAX_VALUE, "warm-up epochs"));
  }

  /**
   * Returns the rate at a point of the training run.
   *
   * @param epoch number of epochs completed, such as 2.5
   * @param epochs total number of epochs
   */
  public double at(double epoch, int epochs) {
    if (epoch < warmUpEpochs) {
      return start * epoch / warmUpEpochs;
    }
    return start
        * switch (kind) {
          case CONSTANT -> 1;
          case COSINE -> {
            double share = (epoch - warmUpEpochs) / Math.max(1e-9, epochs - warmUpEpochs);
            yield (1 + Math.cos(Math.PI * Math.min(1, share))) / 2;
          }
          case STEP -> Math.pow(factor, Math.floor(epoch / everyEpochs));
        };
  }

  /** Returns the kind of schedule and its parameters. */
  @Override
  public String toString() {
    String text = kind.name().toLowerCase(Locale.ROOT) + " " + start;
    text += kind == Kind.STEP ? " times " + factor + " every " + everyEpochs + " epochs" : "";
    return warmUpEpochs > 0 ? text + " after " + warmUpEpochs + " epochs of warm-up" : text;
  }
}
