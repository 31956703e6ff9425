package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if an archive or its contents are not as expected; another copy may be usable. */
public final class UnusableArchiveException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Path file;

  /** Creates an exception. The message is a clause that callers put after the archive's path. */
  public UnusableArchiveException(Path file, String problem, Throwable cause) {
    super(problem, cause);
    this.file = file;
  }

  UnusableArchiveException(Path file, String problem) {
    this(file, problem, null);
  }

  /** Returns the file or directory at fault. */
  public Path file() {
    return file;
  }
}
