package io.github.inceptionv2.internal.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says which names an archive's members may have, on any operating system alike. */
final class EntryName {

  private EntryName() {}

  /** Returns {@code raw} without {@code ./} and doubled slashes; empty for the root itself. */
  static String check(Path archive, String raw) throws UnusableArchiveException {
    // A colon is Windows' drive or stream, a backslash its separator; no module has either.
    boolean isForeign = raw.chars().anyMatch(c -> c < ' ' || c == '\\' || c == ':' || c == 0x7f);
    if (raw.isEmpty() || raw.startsWith("/") || isForeign) {
      throw refuse(archive, raw);
    }
    List<String> parts = new ArrayList<>();
    for (String part : raw.split("/")) {
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

  private static UnusableArchiveException refuse(Path archive, String name) {
    return new UnusableArchiveException(
        archive, "holds \"" + name + "\", which may lie outside the directory it is unpacked to");
  }
}
