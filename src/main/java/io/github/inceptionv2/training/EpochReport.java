package io.github.inceptionv2.training;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The results of one epoch, which is one pass over the training images. Immutable and thread-safe.
 *
 * @param epoch from 1 to {@code epochs}
 * @param epochs total number of epochs
 * @param imageSize height and width of the network's input, in pixels
 * @param learningRate learning rate at the end of the epoch
 * @param loss mean cross-entropy of the training images in nats, measured during training, without
 *     weight decay; NaN if training has diverged
 * @param accuracy fraction of the training images whose label was the most probable, measured
 *     during training, from 0 to 1
 * @param validationLoss mean cross-entropy of the validation images after the epoch, in nats; empty
 *     if there are no validation images, or they were not evaluated
 * @param validationAccuracy fraction of the validation images whose label was the most probable,
 *     from 0 to 1; empty if {@code validationLoss} is
 * @param imagesPerSecond training images per second, not counting validation time
 * @param waitingShare fraction of the training time that the network spent waiting for images to be
 *     prepared, from 0 to 1
 * @param duration total time for training and validation
 */
public record EpochReport(
    int epoch,
    int epochs,
    int imageSize,
    double learningRate,
    double loss,
    double accuracy,
    OptionalDouble validationLoss,
    OptionalDouble validationAccuracy,
    double imagesPerSecond,
    double waitingShare,
    Duration duration) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is outside its range
   */
  public EpochReport {
    Objects.requireNonNull(validationLoss, "validationLoss");
    Objects.requireNonNull(validationAccuracy, "validationAccuracy");
    Objects.requireNonNull(duration, "duration");
    if (epoch < 1 || epoch > epochs) {
      throw new IllegalArgumentException(
          "epoch (" + epoch + ") must be from 1 to " + epochs + ", the number of epochs");
    }
    if (imageSize < 1) {
      throw new IllegalArgumentException("imageSize (" + imageSize + ") must be positive");
    }
    checkShare(accuracy, "accuracy");
    validationAccuracy.ifPresent(share -> checkShare(share, "validationAccuracy"));
    checkShare(waitingShare, "waitingShare");
  }

  private static void checkShare(double share, String name) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " (" + share + ") must be from 0 to 1");
    }
  }

  /** Returns a line such as {@code epoch 3/10: loss 0.412, accuracy 87.2 %, validation 90.1 %}. */
  @Override
  public String toString() {
    String validation =
        validationAccuracy.isPresent()
            ? String.format(
                Locale.ROOT, ", validation %.1f %%", 100 * validationAccuracy.getAsDouble())
            : "";
    return String.format(
        Locale.ROOT,
        "epoch %d/%d: loss %.3f, accuracy %.1f %%%s",
        epoch,
        epochs,
        loss,
        100 * accuracy,
        validation);
  }
}
