package io.github.inceptionv2.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

/** Describes failures, including those that the JDK describes only by a path. */
final class Failures {

  private Failures() {}

  /** Returns a human-readable message. Lines after the first are indented. */
  static String message(Exception e) {
    return text(e).replace("\n", "\n  ");
  }

  private static String text(Exception e) {
    if (e instanceof InvalidPathException path) {
      return "'" + path.getInput() + "' is not a valid path; " + FileNames.hint();
    } else if (e instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + reason(file);
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file or directory";
    } else if (e instanceof AccessDeniedException) {
      return "access denied; check its permissions";
    } else if (e instanceof FileAlreadyExistsException) {
      return "already exists; choose another path";
    }
    return "cannot be used (" + e.getClass().getSimpleName() + ")";
  }
}
