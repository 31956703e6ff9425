package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.Optimizer;
import io.github.inceptionv2.training.TrainingMode;
import io.github.inceptionv2.training.TrainingOptions;

/**
 * The default options of a mode.
 *
 * @param options all options except the learning rate
 */
record TrainingPreset(TrainingOptions options, double learningRate, double warmUpEpochs) {

  private static final int HEAD_EPOCHS = 30;

  /** The values of {@code --mode}. */
  enum Mode {
    HEAD,
    FULL,
    FROZEN
  }

  /** Returns the preset of {@code mode}, which is null if the command does not set a mode. */
  static TrainingPreset of(Mode mode, boolean isFresh) {
    if (isFresh) {
      if (mode != null && mode != Mode.FULL) {
        throw new IllegalArgumentException(
            "--mode " + mode + " needs a trained model; fresh weights need --mode full");
      }
      return new TrainingPreset(TrainingOptions.freshWeights(), 0.05, 2);
    }
    return switch (mode == null ? Mode.HEAD : mode) {
      case HEAD -> new TrainingPreset(TrainingOptions.head(), 0.05, 0);
      case FULL -> new TrainingPreset(TrainingOptions.full(), 0.01, 1);
      case FROZEN -> new TrainingPreset(frozen(), 0.01, 1);
    };
  }

  /** Returns this preset with an optimizer that takes steps, for training the logits. */
  TrainingPreset withSteps() {
    TrainingOptions steps =
        options.toBuilder().optimizer(Optimizer.nesterov(0.9)).epochs(HEAD_EPOCHS).build();
    return new TrainingPreset(steps, learningRate, warmUpEpochs);
  }

  private static TrainingOptions frozen() {
    return TrainingOptions.full().toBuilder()
        .mode(TrainingMode.FULL_WITH_FROZEN_BATCH_NORM)
        .build();
  }
}
