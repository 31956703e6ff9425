package io.github.inceptionv2.internal.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks the names of an archive's members by the same rules on every operating system. */
final class EntryName {

  /** Leaves room for the target directory within Linux's limit of 4096. */
  private static final int MAX_LENGTH = 1024;

  /** The maximum length of a name between two slashes in most file systems. */
  private static final int MAX_PART_LENGTH = 255;

  private EntryName() {}

  /** Returns {@code raw} without {@code ./} and repeated slashes; empty for the root itself. */
  static String check(Path archive, String raw) throws UnusableArchiveException {
    // On Windows, a colon marks a drive or stream, and a backslash separates names. Modules have
    // neither.
    boolean isForeign = raw.chars().anyMatch(c -> c < ' ' || c == '\\' || c == ':' || c == 0x7f);
    if (raw.isEmpty() || raw.startsWith("/") || isForeign) {
      throw refuse(archive, raw);
    }
    checkLength(archive, raw, MAX_LENGTH);
    List<String> parts = new ArrayList<>();
    for (String part : raw.split("/")) {
      checkLength(archive, part, MAX_PART_LENGTH);
      // Windows drops trailing spaces and dots, so ".. " and "..." may mean ".."
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
          "contains a name of "
              + length
              + " bytes, expected at most "
              + most
              + "; the name begins with \""
              + name.substring(0, 40)
              + "\"");
    }
  }

  private static UnusableArchiveException refuse(Path archive, String name) {
    return new UnusableArchiveException(
        archive, "contains \"" + name + "\", which may be outside the target directory");
  }
}
