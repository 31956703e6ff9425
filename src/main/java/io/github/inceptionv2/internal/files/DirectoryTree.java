package io.github.inceptionv2.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory with everything below it. */
public final class DirectoryTree {

  private DirectoryTree() {}

  /**
   * Deletes a directory with everything below it, or a single file. Symbolic links are deleted and
   * not followed, {@code path} included. Does nothing if {@code path} does not exist.
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
