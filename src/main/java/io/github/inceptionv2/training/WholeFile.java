package io.github.inceptionv2.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file that is there as a whole or not at all, also where it replaces another. */
final class WholeFile {

  private WholeFile() {}

  /** Writes UTF-8; the directory is made if there is none. */
  static void write(Path file, String text) throws IOException {
    Path target = file.toAbsolutePath();
    Path parent = target.getParent();
    // JDK 17 makes no directories where the last of them is a link to one.
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
    // Not createTempFile, whose files nobody else may read.
    Path temporary = parent.resolve("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      Files.write(
          temporary,
          text.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
