package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.LabeledImage;
import java.util.List;

/**
 * The images to evaluate a model on: held-out images if there are any, or else the training images.
 *
 * @param name the name of the split: test, validation or training
 */
record HeldOut(String name, List<LabeledImage> images) {

  private static final String TRAINING = "training";

  static HeldOut of(ImageFolder folder) {
    if (!folder.test().isEmpty()) {
      return new HeldOut("test", folder.test());
    }
    return folder.validation().isEmpty()
        ? new HeldOut(TRAINING, folder.training())
        : new HeldOut("validation", folder.validation());
  }

  /** Returns true if no images were held out. */
  boolean isAll() {
    return name.equals(TRAINING);
  }
}
