package io.github.inceptionv2.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an image is used for. */
enum SplitPart {
  TRAINING("train", "training"),
  VALIDATION("validation", "valid", "val"),
  TEST("test");

  private final List<String> folders;

  SplitPart(String... folders) {
    this.folders = List.of(folders);
  }

  /** The part that a folder of this name holds, if it is one of the usual names. */
  static Optional<SplitPart> ofFolder(String name) {
    return Arrays.stream(values()).filter(part -> part.folders.contains(name)).findFirst();
  }

  /** The name by which messages call it. */
  @Override
  public String toString() {
    return folders.get(0);
  }
}
