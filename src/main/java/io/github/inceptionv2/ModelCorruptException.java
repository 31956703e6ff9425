package io.github.inceptionv2;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Says that a model's files are damaged, incomplete, or not of Inception V2. A model that is not
 * there at all is a {@link java.nio.file.NoSuchFileException} instead.
 */
public final class ModelCorruptException extends IOException {
  private static final long serialVersionUID = 1;

  /** The file or directory at fault; a string, as paths cannot be serialised. */
  private final String file;

  /**
   * Carries all parts.
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
