package io.github.inceptionv2.internal.module;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The names of the classes that a module brings: UTF-8, one a line in the order of the logits. */
final class LabelsFile {

  /** Its name among the module's assets. */
  static final String NAME = "labels.txt";

  private LabelsFile() {}

  /**
   * Returns {@code labels}, if there are any.
   *
   * @throws IllegalArgumentException if they are not as many as {@code classes}, or one would not
   *     be a line
   */
  static Optional<List<String>> checked(List<String> labels, int classes) {
    if (labels.isEmpty()) {
      return Optional.empty();
    }
    problem(labels, classes)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("labels must fit the logits: found " + problem);
            });
    return Optional.of(List.copyOf(labels));
  }

  private static Optional<String> problem(List<String> labels, int classes) {
    if (labels.size() != classes) {
      return Optional.of(
          labels.size() + " labels for " + classes + " logits, expected one a line for each");
    }
    for (int i = 0; i < classes; i++) {
      String label = labels.get(i);
      if (label.isBlank() || label.indexOf('\n') >= 0 || label.indexOf('\r') >= 0) {
        return Optional.of("\"" + label + "\" for logit " + i + ", expected a line with a name");
      }
    }
    return Optional.empty();
  }

  /** What the file of {@code labels} holds. */
  static byte[] bytes(List<String> labels) {
    return (String.join("\n", labels) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
