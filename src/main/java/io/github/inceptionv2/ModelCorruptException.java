package io.github.inceptionv2;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Signals that a model's files are damaged or incomplete, or do not contain Inception V2. If the
 * model does not exist at all, a {@link java.nio.file.NoSuchFileException} is thrown instead.
 */
public final class ModelCorruptException extends IOException {
  private static final long serialVersionUID = 1;

  /** The file or directory at fault; a string because paths cannot be serialized. */
  private final String file;

  /**
   * Creates an exception for a file or directory.
   *
   * @param file the file or directory at fault
   */
  public ModelCorruptException(Path file, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.file = file.toString();
  }

  /** Returns the file or directory at fault. */
  public Path file() {
    return Path.of(file);
  }
}
