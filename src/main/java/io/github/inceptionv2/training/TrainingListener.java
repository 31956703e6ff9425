package io.github.inceptionv2.training;

import java.nio.file.Path;

/** Is told how a training goes, by the thread that trains. All methods do nothing by default. */
public interface TrainingListener {

  /** Is called after each step, some times a second. */
  default void onStep(StepReport report) {}

  /** Is called at the end of each epoch. */
  default void onEpoch(EpochReport report) {}

  /** Is called once for each image that cannot be read; training goes on without it. */
  default void onUnreadable(Path file, String reason) {}

  /** Is called if training goes on where an earlier one stopped. */
  default void onResume(int epoch, int step) {}
}
