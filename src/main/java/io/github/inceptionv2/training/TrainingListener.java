package io.github.inceptionv2.training;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Is told how a training goes, by the thread that trains. */
public interface TrainingListener {

  /**
   * Is called while feature vectors are computed to fit logits to, after each batch. Does nothing
   * by default.
   *
   * @param done how many of these images are done
   * @param count of images that the cache does not have, of the training or of the validation part
   */
  default void onFeatures(int done, int count) {}

  /** Is called when {@link Optimizer#lbfgs} has fitted new logits. Does nothing by default. */
  default void onHeadFit(HeadFit fit) {}

  /** Is called after each step, some times a second. Does nothing by default. */
  default void onStep(StepReport report) {}

  /** Is called at the end of each epoch. Does nothing by default. */
  default void onEpoch(EpochReport report) {}

  /**
   * Is called once for each image that cannot be read; training goes on without it. Logs a warning
   * by default.
   */
  default void onUnreadable(Path file, String reason) {
    LoggerFactory.getLogger(TrainingListener.class).warn("{} is left out: {}", file, reason);
  }

  /**
   * Is called if training goes on where an earlier one stopped, with the step that comes next. Does
   * nothing by default.
   */
  default void onResume(int epoch, int step) {}
}
