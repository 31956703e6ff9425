package io.github.inceptionv2.internal.module;

import java.util.List;
import java.util.Optional;

/** The names of the classes that a module brings. */
final class LabelsFile {

  private LabelsFile() {}

  /**
   * The labels, if there are any.
   *
   * @throws IllegalArgumentException if they are not as many as {@code classes}, or not of one line
   */
  static Optional<List<String>> checked(List<String> labels, int classes) {
    if (labels.isEmpty()) {
      return Optional.empty();
    }
    if (labels.size() != classes) {
      throw new IllegalArgumentException(
          "there are " + labels.size() + " labels and " + classes + " logits; give one for each");
    }
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      if (label.isBlank() || label.lines().count() != 1) {
        throw new IllegalArgumentException(
            "label " + i + " (\"" + label + "\") is not a line with a name");
      }
    }
    return Optional.of(List.copyOf(labels));
  }
}
