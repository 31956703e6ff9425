package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a file of a module is invalid. */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Path file;

  /** Creates an exception with the message {@code file: problem}. */
  public ModelFormatException(Path file, String problem) {
    this(file, problem, null);
  }

  /** Creates an exception with the message {@code file: problem}. */
  public ModelFormatException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file;
  }

  /** Returns the invalid file or directory. */
  public Path file() {
    return file;
  }
}
