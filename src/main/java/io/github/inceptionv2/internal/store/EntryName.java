package io.github.inceptionv2.internal.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says which names an archive's members may have, on any operating system alike. */
final class EntryName {

  /** Leaves room below Linux' 4096 for the directory that is unpacked to. */
  private static final int MAX_LENGTH = 1024;

  /** What most file systems allow between two slashes. */
  private static final int MAX_PART_LENGTH = 255;

  private EntryName() {}

  /** Returns {@code raw} without {@code ./} and doubled slashes; empty for the root itself. */
  static String check(Path archive, String raw) throws UnusableArchiveException {
    // A colon is Windows' drive or stream, a backslash its separator; no module has either.
    boolean isForeign = raw.chars().anyMatch(c -> c < ' ' || c == '\\' || c == ':' || c == 0x7f);
    if (raw.isEmpty() || raw.startsWith("/") || isForeign) {
      throw refuse(archive, raw);
    }
    checkLength(archive, raw, MAX_LENGTH);
    List<String> parts = new ArrayList<>();
    for (String part : raw.split("/")) {
      checkLength(archive, part, MAX_PART_LENGTH);
      // Windows drops blanks and dots at the end of a name, so that ".. " and "..." may be ".."
      if (part.length() > 1 && (part.endsWith(".") || part.endsWith(" ")) || part.equals(" ")) {
        throw refuse(archive, raw);
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private static void checkLength(Path archive, String name, int most)
      throws UnusableArchiveException {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length > most) {
      throw new UnusableArchiveException(
          archive,
          "holds a name of "
              + length
              + " bytes, expected at most "
              + most
              + ", that begins with \""
              + name.substring(0, 40)
              + "\"");
    }
  }

  private static UnusableArchiveException refuse(Path archive, String name) {
    return new UnusableArchiveException(
        archive, "holds \"" + name + "\", which may lie outside the directory it is unpacked to");
  }
}
