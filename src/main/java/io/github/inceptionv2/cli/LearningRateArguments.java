package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.LearningRate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The schedule of the learning rate. Anything unset comes from the mode's preset. */
final class LearningRateArguments {

  private enum Schedule {
    CONSTANT,
    COSINE,
    STEP
  }

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "its highest value (default: 0.05; full and frozen 0.01)")
  private Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "of the learning rate: constant, cosine to zero (default), or step")
  private Schedule schedule;

  @Option(
      names = "--step-factor",
      paramLabel = "FACTOR",
      description = "by what schedule step multiplies (default: 0.1)")
  private Double stepFactor;

  @Option(
      names = "--step-epochs",
      paramLabel = "COUNT",
      description = "how often schedule step multiplies (default: every 10 epochs)")
  private Double stepEpochs;

  @Option(
      names = "--warm-up",
      paramLabel = "EPOCHS",
      description = "while the rate rises from zero (default: head 0, full and frozen 1, fresh 2)")
  private Double warmUp;

  /** Returns the first of these options that is set. */
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

  /** Refuses options that would have no effect. */
  void checkUseful() {
    OptionValues.refuse(
        (stepFactor != null || stepEpochs != null) && schedule != Schedule.STEP,
        "--step-factor and --step-epochs need --schedule step");
  }

  /** {@code epochs} is nothing if the command does not say how many. */
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
    // A training of an epoch or two shall not be all warm-up.
    double most = epochs.isEmpty() ? Double.MAX_VALUE : epochs.getAsInt() / 4.0;
    return chosen.withWarmUp(warmUp == null ? Math.min(preset.warmUpEpochs(), most) : warmUp);
  }
}
