package io.github.inceptionv2.training;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Receives the progress of training, on the training thread. */
public interface TrainingListener {

  /**
   * Called after each batch while feature vectors are computed for fitting logits. Does nothing by
   * default.
   *
   * @param done number of images processed so far
   * @param count total number of images of the training or validation split that are not in the
   *     cache
   */
  default void onFeatures(int done, int count) {}

  /** Called when {@link Optimizer#lbfgs} has fitted new logits. Does nothing by default. */
  default void onHeadFit(HeadFit fit) {}

  /** Called after each step, several times a second. Does nothing by default. */
  default void onStep(StepReport report) {}

  /** Called at the end of each epoch. Does nothing by default. */
  default void onEpoch(EpochReport report) {}

  /**
   * Called once for each image that cannot be read; training continues without it. Logs a warning
   * by default.
   *
   * @param reason a clause that can follow the file's name, such as {@code is empty}
   */
  default void onUnreadable(Path file, String reason) {
    LoggerFactory.getLogger(TrainingListener.class).warn("left out: {} {}", file, reason);
  }

  /**
   * Called with the next step if training resumes where an earlier run stopped. Does nothing by
   * default.
   */
  default void onResume(int epoch, int step) {}
}
