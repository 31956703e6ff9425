package io.github.inceptionv2.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The split of a data set that an image belongs to. */
enum SplitPart {
  TRAINING("train", "training"),
  VALIDATION("validation", "valid", "val"),
  TEST("test");

  private final List<String> folders;

  SplitPart(String... folders) {
    this.folders = List.of(folders);
  }

  /** Returns the split that a folder called {@code name} holds, if the name is a usual one. */
  static Optional<SplitPart> ofFolder(String name) {
    return Arrays.stream(values()).filter(part -> part.folders.contains(name)).findFirst();
  }

  /** Returns the name of the split in messages. */
  @Override
  public String toString() {
    return folders.get(0);
  }
}
