package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.LearningRate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Options for the learning rate. Anything unset comes from the mode's preset. */
final class LearningRateArguments {

  private enum Schedule {
    CONSTANT,
    COSINE,
    STEP
  }

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Highest learning rate (default: 0.05, or 0.01 for modes full and frozen).")
  private Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description =
          "Learning rate schedule: constant, cosine (down to zero) or step (default: cosine).")
  private Schedule schedule;

  @Option(
      names = "--step-factor",
      paramLabel = "FACTOR",
      description = "Factor by which the rate drops each time in schedule step (default: 0.1).")
  private Double stepFactor;

  @Option(
      names = "--step-epochs",
      paramLabel = "COUNT",
      description = "Epochs between the drops in schedule step (default: 10).")
  private Double stepEpochs;

  @Option(
      names = "--warm-up",
      paramLabel = "EPOCHS",
      description =
          "Warm-up: epochs in which the rate rises from zero (default: 2 for fresh weights, 1 for"
              + " modes full and frozen, otherwise 0).")
  private Double warmUp;

  /** Returns the first option that is set. */
  Optional<String> firstSet() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("--learning-rate", learningRate);
    all.put("--schedule", schedule);
    all.put("--step-factor", stepFactor);
    all.put("--step-epochs", stepEpochs);
    all.put("--warm-up", warmUp);
    all.values().removeIf(Objects::isNull);
    return all.keySet().stream().findFirst();
  }

  /** Rejects options that would have no effect. */
  void checkUseful() {
    OptionValues.refuse(
        (stepFactor != null || stepEpochs != null) && schedule != Schedule.STEP,
        "--step-factor and --step-epochs need --schedule step");
  }

  /** Returns the schedule; the number {@code epochs} is empty if the command does not set it. */
  LearningRate chosen(TrainingPreset preset, OptionalInt epochs) {
    double rate = learningRate == null ? preset.learningRate() : learningRate;
    OptionValues.set("--learning-rate", rate, LearningRate::constant);
    OptionValues.set("--step-factor", stepFactor, factor -> LearningRate.step(rate, factor, 10));
    OptionValues.set("--step-epochs", stepEpochs, each -> LearningRate.step(rate, 0.1, each));
    LearningRate chosen =
        switch (schedule == null ? Schedule.COSINE : schedule) {
          case CONSTANT -> LearningRate.constant(rate);
          case COSINE -> LearningRate.cosine(rate);
          case STEP ->
              LearningRate.step(
                  rate,
                  stepFactor == null ? 0.1 : stepFactor,
                  stepEpochs == null ? 10 : stepEpochs);
        };
    OptionValues.set("--warm-up", warmUp, chosen::withWarmUp);
    // A training run of one or two epochs must not consist of warm-up only.
    double most = epochs.isEmpty() ? Double.MAX_VALUE : epochs.getAsInt() / 4.0;
    return chosen.withWarmUp(warmUp == null ? Math.min(preset.warmUpEpochs(), most) : warmUp);
  }
}
