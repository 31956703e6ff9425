package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.file.Path;

/** Says that a file of a module is not what it should be. */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Path file;

  /** The message becomes {@code file: problem}. */
  public ModelFormatException(Path file, String problem) {
    this(file, problem, null);
  }

  /** The message becomes {@code file: problem}. */
  public ModelFormatException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file;
  }

  /** The file or directory at fault. */
  public Path file() {
    return file;
  }
}
