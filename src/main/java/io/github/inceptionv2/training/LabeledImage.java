package io.github.inceptionv2.training;

import java.nio.file.Path;
import java.util.Objects;

/**
 * An image file and the class that it shows. Immutable, and safe for use by several threads.
 *
 * @param label the class's index from 0 on, in a list of labels that goes with it, such as {@link
 *     ImageFolder#labels}
 */
public record LabeledImage(Path file, int label) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if {@code label} is negative
   */
  public LabeledImage {
    Objects.requireNonNull(file, "file");
    if (label < 0) {
      throw new IllegalArgumentException("label (" + label + ") must not be negative");
    }
  }
}
