package io.github.inceptionv2.training;

import java.nio.file.Path;
import java.util.Objects;

/**
 * An image file and its class. Immutable and thread-safe.
 *
 * @param label index of the class, from 0, in the corresponding list of labels, such as {@link
 *     ImageFolder#labels}
 */
public record LabeledImage(Path file, int label) {

  /**
   * Checks the components.
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
