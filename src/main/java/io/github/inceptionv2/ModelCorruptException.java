package io.github.inceptionv2;

import java.io.IOException;
import java.nio.file.Path;

/** Says that a model's file is missing, damaged, or not one of Inception V2. */
public final class ModelCorruptException extends IOException {
  private static final long serialVersionUID = 1;

  /** The file or directory at fault. */
  private final transient Path file;

  ModelCorruptException(Path file, String message, Throwable cause) {
    super(message, cause);
    this.file = file;
  }

  /** Returns the file or directory at fault; null after serialisation. */
  public Path file() {
    return file;
  }
}
