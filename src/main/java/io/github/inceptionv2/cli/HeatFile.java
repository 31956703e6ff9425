package io.github.inceptionv2.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Recognizes heat maps that {@code explain} wrote, so that other files are not replaced. */
final class HeatFile {

  private static final int PNG_HEADER_BYTES = 33;

  /** The offset of the type of the first chunk after the header. */
  private static final int MARK_START = PNG_HEADER_BYTES + Integer.BYTES;

  private static final String MARK = "tEXtSoftware\0inception-v2";

  private HeatFile() {}

  /** Returns true if a heat map can be written to {@code file} without replacing another file. */
  static boolean isFree(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    // A directory cannot be replaced: writing to it fails with a message that says so.
    return Files.isDirectory(file)
        || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isMarked(file);
  }

  private static boolean isMarked(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String start =
          new String(in.readNBytes(MARK_START + MARK.length()), StandardCharsets.ISO_8859_1);
      return start.startsWith("PNG", 1) && start.startsWith(MARK, MARK_START);
    }
  }
}
