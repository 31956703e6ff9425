package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file of a module's class names: UTF-8, one per line, in the order of the logits. */
public final class LabelsFile {

  /** The file's name among the module's assets. */
  static final String NAME = "labels.txt";

  /** The maximum file size; labels of 20,000 classes need less than 1 MB. */
  private static final long MAX_SIZE = 16L << 20;

  /** The mark that some Windows editors put before UTF-8 text. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private LabelsFile() {}

  /**
   * Reads the lines of a file in UTF-8.
   *
   * @throws CharacterCodingException if the file has another encoding
   */
  public static List<String> lines(Path file) throws IOException {
    String text = Files.readString(file);
    return text.substring(text.startsWith(BYTE_ORDER_MARK) ? 1 : 0).lines().toList();
  }

  /**
   * Reads the labels of the module in {@code directory}, if it has any.
   *
   * @throws ModelFormatException if the number of labels is not {@code classes}, or a label is
   *     blank
   */
  static Optional<List<String>> read(Path directory, int classes) throws IOException {
    Path file = directory.resolve(ModuleLayout.ASSETS).resolve(NAME);
    if (classes == 0 || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_SIZE) {
      throw wrong(file, "has " + Files.size(file) + " bytes, expected at most " + MAX_SIZE);
    }
    try {
      List<String> labels = lines(file);
      Optional<String> problem = problem(labels, classes);
      if (problem.isPresent()) {
        throw wrong(file, "has " + problem.get());
      }
      return Optional.of(List.copyOf(labels));
    } catch (CharacterCodingException e) {
      throw wrong(file, "is not UTF-8");
    }
  }

  private static ModelFormatException wrong(Path file, String problem) {
    return new ModelFormatException(
        file,
        problem + "; correct the file, or delete it and pass the labels when opening the module");
  }

  /**
   * Returns {@code labels}, or empty if there are none.
   *
   * @throws IllegalArgumentException if the number of labels is not {@code classes}, or a label is
   *     blank or has a line break
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
          labels.size() + " labels for " + classes + " logits, expected one label per logit");
    }
    for (int i = 0; i < classes; i++) {
      String label = labels.get(i);
      if (label.isBlank() || label.indexOf('\n') >= 0 || label.indexOf('\r') >= 0) {
        return Optional.of("\"" + label + "\" for logit " + i + ", expected a name on one line");
      }
    }
    return Optional.empty();
  }

  /** Returns the contents of a file of {@code labels}. */
  static byte[] bytes(List<String> labels) {
    return (String.join("\n", labels) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
