package io.github.inceptionv2.internal.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text file that lists the files that this library made in a directory.
 *
 * <p>The list is replaced atomically, before the files that it names are created.
 */
final class FileList {

  static final String NAME = "inception-v2.files";

  /** The temporary list that a killed writer may leave. */
  static final String UNFINISHED = NAME + ".new";

  private static final String HEADER =
      "# The files below were made by the library inception-v2, which deletes them.";

  private static final long MAX_BYTES = 1 << 20;

  /** A relative path below the directory: no part is "." or "..". */
  private static final Pattern ENTRY =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*");

  private FileList() {}

  static boolean isIn(Path directory) {
    return Files.isRegularFile(directory.resolve(NAME), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Reads the list of {@code directory}.
   *
   * @throws FileSystemException if this library did not write the list
   */
  static List<String> read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (Files.size(file) > MAX_BYTES) {
      throw foreign(file);
    }
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
        throw foreign(file);
      }
      List<String> entries = lines.subList(1, lines.size());
      for (String entry : entries) {
        if (!ENTRY.matcher(entry).matches()) {
          throw foreign(file);
        }
      }
      return List.copyOf(entries);
    } catch (CharacterCodingException e) {
      throw foreign(file);
    }
  }

  private static FileSystemException foreign(Path file) {
    return new FileSystemException(
        file.toString(),
        null,
        "was not written by inception-v2; move its directory away or choose another");
  }

  static void write(Path directory, Collection<String> entries) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (String entry : entries) {
      if (!ENTRY.matcher(entry).matches()) {
        throw new IllegalArgumentException("\"" + entry + "\" is not a plain relative path");
      }
      lines.add(entry);
    }
    Path unfinished = directory.resolve(UNFINISHED);
    Files.deleteIfExists(unfinished);
    DurableFile.write(
        unfinished, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    Files.move(unfinished, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }
}
