package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.TrainingMode;
import io.github.inceptionv2.training.TrainingOptions;

/** What {@code --mode} may be, and what goes with it if nothing else is said. */
enum TrainingPreset {
  HEAD(TrainingOptions.headOnly(), 0.05, 0),
  FULL(TrainingOptions.full(), 0.01, 1),
  FROZEN(
      TrainingOptions.full().toBuilder().mode(TrainingMode.FULL_WITH_FROZEN_BATCH_NORM).build(),
      0.01,
      1),
  /** Not to be named: what {@code FULL} is for fresh weights. */
  SCRATCH(TrainingOptions.fromScratch(), 0.05, 2);

  private final TrainingOptions options;
  private final double learningRate;
  private final double warmUpEpochs;

  TrainingPreset(TrainingOptions options, double learningRate, double warmUpEpochs) {
    this.options = options;
    this.learningRate = learningRate;
    this.warmUpEpochs = warmUpEpochs;
  }

  /** {@code mode} is null if none was named. */
  static TrainingPreset of(TrainingPreset mode, boolean isFresh) {
    if (!isFresh) {
      return mode == null ? HEAD : mode;
    }
    if (mode != null && mode != FULL && mode != SCRATCH) {
      throw new IllegalArgumentException(
          "--mode " + mode + " needs a trained model; fresh weights need --mode full");
    }
    return SCRATCH;
  }

  TrainingOptions options() {
    return options;
  }

  double learningRate() {
    return learningRate;
  }

  double warmUpEpochs() {
    return warmUpEpochs;
  }
}
