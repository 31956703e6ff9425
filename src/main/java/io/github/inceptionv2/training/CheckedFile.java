package io.github.inceptionv2.training;

import io.github.inceptionv2.training.FolderLayout.Found;

/**
 * A file whose header was read.
 *
 * @param part the split that the image belongs to
 * @param sha256 hash of the file's bytes; null if the image cannot be read
 * @param problem the reason why the file is left out, or null
 */
record CheckedFile(Found found, SplitPart part, String sha256, String problem) {

  boolean isReadable() {
    return problem == null;
  }

  /** Returns true if the file can be read but is left out because of its content. */
  boolean isCopy() {
    return sha256 != null && problem != null;
  }

  CheckedFile withProblem(String other) {
    return new CheckedFile(found, part, sha256, other);
  }
}
