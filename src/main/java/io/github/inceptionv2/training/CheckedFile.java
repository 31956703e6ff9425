package io.github.inceptionv2.training;

import io.github.inceptionv2.training.FolderLayout.Found;

/**
 * A file whose header was read.
 *
 * @param part the use of the image
 * @param sha256 of the file's bytes; null if they cannot be read
 * @param problem why it is left out, or null
 */
record CheckedFile(Found found, SplitPart part, String sha256, String problem) {

  boolean isReadable() {
    return problem == null;
  }

  /** Returns whether the file is left out for its content, which can be read. */
  boolean isCopy() {
    return sha256 != null && problem != null;
  }

  CheckedFile withProblem(String other) {
    return new CheckedFile(found, part, sha256, other);
  }
}
