package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.nio.file.Path;

/** Says that an archive, or what was in it, is not what was expected; another copy may be. */
public final class UnusableArchiveException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Path file;

  /** The message is the problem alone, to follow the archive's place. */
  public UnusableArchiveException(Path file, String problem, Throwable cause) {
    super(problem, cause);
    this.file = file;
  }

  UnusableArchiveException(Path file, String problem) {
    this(file, problem, null);
  }

  /** The file or directory at fault. */
  public Path file() {
    return file;
  }
}
