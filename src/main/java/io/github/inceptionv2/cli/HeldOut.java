package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.LabeledImage;
import java.util.List;

/**
 * What a model is evaluated on: images that it has not seen, if any were kept from it.
 *
 * @param name of the part
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

  /** Whether there is no other part. */
  boolean isAll() {
    return name.equals(TRAINING);
  }
}
