package io.github.inceptionv2.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Deletes directories with everything below them. */
public final class DirectoryTree {

  private DirectoryTree() {}

  /**
   * Deletes a directory with everything below it, or a single file. Symbolic links, including
   * {@code path} itself, are deleted and not followed. Does nothing if {@code path} does not exist.
   */
  public static void delete(Path path) throws IOException {
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
