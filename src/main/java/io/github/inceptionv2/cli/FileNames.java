package io.github.inceptionv2.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/**
 * Handles file names that the JVM cannot decode: any byte beyond ASCII where {@code LANG} is unset,
 * and bytes that are not UTF-8 elsewhere. As text, each such byte is U+FFFD, and no path can be
 * made of that text again. A {@link Path} that came from a directory keeps the bytes.
 */
final class FileNames {

  private static final char UNKNOWN = '\ufffd';

  private FileNames() {}

  /**
   * Returns the file that an argument names.
   *
   * @throws TypeConversionException if it is no path here, or the name of several files
   */
  static Path path(String text) {
    List<Path> all = all(text);
    if (all.size() > 1) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is the name of "
              + all.size()
              + " files as far as it can be read; "
              + hint());
    }
    return all.get(0);
  }

  /**
   * Returns the files that an argument may name: several if they differ only in what cannot be
   * decoded.
   *
   * @throws TypeConversionException if it is no path here
   */
  static List<Path> all(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("'' is no path; expected the name of a file or directory");
    }
    Optional<Path> path = parse(text);
    if (isUndecoded(text) && path.filter(Files::exists).isEmpty()) {
      List<Path> found = search(text);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of(
        path.orElseThrow(
            () -> new TypeConversionException("'" + text + "' is no path here; " + hint())));
  }

  private static Optional<Path> parse(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Looks for files whose names look like {@code text} once they are decoded. */
  private static List<Path> search(String text) {
    boolean isAbsolute = text.startsWith(File.separator);
    List<Path> found = List.of(Path.of(isAbsolute ? File.separator : ""));
    for (String part : text.split(File.separator.equals("/") ? "/+" : "\\\\+")) {
      found = found.stream().flatMap(at -> step(at, part)).toList();
    }
    return found;
  }

  private static Stream<Path> step(Path at, String part) {
    if (!isUndecoded(part)) {
      return Stream.of(at.resolve(part));
    }
    try (Stream<Path> children = Files.list(at)) {
      return children
          .filter(child -> child.getFileName().toString().equals(part))
          .sorted()
          .toList()
          .stream();
    } catch (IOException | UncheckedIOException e) {
      return Stream.empty();
    }
  }

  /**
   * Returns the name of {@code file} with {@code ending} behind it. It is put together of bytes, as
   * a name that cannot be decoded cannot be made of text.
   *
   * @param ending in characters that need no escape in an address
   */
  static Path withEnding(Path file, String ending) {
    return isUndecoded(file.toString())
        ? Path.of(URI.create(file.toUri() + ending)).getFileName()
        : Path.of(file.getFileName() + ending);
  }

  /** Says that some names are shown other than they are; empty if none is. */
  static Optional<String> note(Collection<Path> files) {
    long count = files.stream().filter(file -> isUndecoded(file.toString())).count();
    return count == 0
        ? Optional.empty()
        : Optional.of(
            "the names of "
                + count
                + " files cannot be read as text and are shown with "
                + UNKNOWN
                + "; "
                + hint());
  }

  static boolean isUndecoded(String text) {
    return text.indexOf(UNKNOWN) >= 0;
  }

  /** Advice for names that cannot be decoded. */
  static String hint() {
    return isUnicode()
        ? "if its letters are not in UTF-8, rename it"
        : "if it has letters beyond ASCII, set LC_ALL=C.UTF-8";
  }

  private static boolean isUnicode() {
    try {
      return Charset.forName(System.getProperty("sun.jnu.encoding", ""))
          .equals(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
