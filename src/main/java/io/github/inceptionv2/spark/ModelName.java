package io.github.inceptionv2.spark;

import io.github.inceptionv2.ModelSource;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parses the name of a model for a driver and its executors. */
final class ModelName {

  /** An address that only Hadoop can read. */
  private static final String REMOTE =
      "(?i)(?!https?:|file:|jar:|classpath:)[a-z][a-z0-9+.-]+://.*";

  private ModelName() {}

  /**
   * Returns the source that {@code text} names, as {@link ModelSource#parse} does.
   *
   * @throws IllegalArgumentException if {@code text} is not a model, or is in a Hadoop file system
   */
  static ModelSource source(String text) {
    if (text.matches(REMOTE)) {
      String address = text.replaceFirst("//[^/]*@", "//"); // without a password
      String name = text.replaceFirst("/+$", "").replaceFirst(".*/", "");
      String plain = name.replaceFirst("(?i)\\.(tar\\.gz|tgz|tar)$", "");
      throw new IllegalArgumentException(
          "model ("
              + address
              + ") must be on each machine's own disk; pack it with \"tar czf "
              + plain
              + ".tgz "
              + plain
              + "\", and let Spark unpack it on every machine: --archives "
              + address.replaceFirst("[^/]*/*$", "")
              + plain
              + ".tgz#"
              + plain
              + " --model-file "
              + plain);
    }
    return ModelSource.parse(text);
  }

  /** Returns {@code text}, made absolute if it is the relative path of a model on this machine. */
  static String absolute(String text) {
    if (text.matches("(?i)[a-z][a-z0-9+.-]+:.*")) {
      return text;
    }
    boolean isFile = Files.exists(Path.of(text)) || Files.exists(Path.of(text + ".index"));
    return isFile ? Path.of(text).toAbsolutePath().toString() : text;
  }
}
