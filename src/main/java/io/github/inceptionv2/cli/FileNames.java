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
 * Handles file names that the JVM cannot decode: non-ASCII bytes if {@code LANG} is unset,
 * otherwise bytes that are not UTF-8. In text, each such byte becomes U+FFFD, and the text cannot
 * be converted back to a path. A {@link Path} from a directory listing keeps the bytes.
 */
final class FileNames {

  private static final char UNKNOWN = '\ufffd';

  private FileNames() {}

  /**
   * Returns the file that an argument names.
   *
   * @throws TypeConversionException if the argument is not a valid path, or matches several files
   */
  static Path path(String text) {
    List<Path> all = all(text);
    if (all.size() > 1) {
      throw new TypeConversionException(
          "'"
              + text
              + "' matches "
              + all.size()
              + " files whose names cannot be decoded; "
              + hint());
    }
    return all.get(0);
  }

  /**
   * Returns the files that an argument may name. An argument names several files if their names
   * differ only in bytes that cannot be decoded.
   *
   * @throws TypeConversionException if the argument is not a valid path
   */
  static List<Path> all(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException(
          "'' is not a path; expected the name of a file or directory");
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
            () -> new TypeConversionException("'" + text + "' is not a valid path; " + hint())));
  }

  private static Optional<Path> parse(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Finds the files whose paths become {@code text} when they are decoded. */
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
   * Returns the name of {@code file} followed by {@code ending}. A name that cannot be decoded is
   * built from its bytes.
   *
   * @param ending a suffix of characters that need no escaping in a URI
   */
  static Path withEnding(Path file, String ending) {
    return isUndecoded(file.toString())
        ? Path.of(URI.create(file.toUri() + ending)).getFileName()
        : Path.of(file.getFileName() + ending);
  }

  /** Returns a note about names that cannot be shown exactly, or empty if there are none. */
  static Optional<String> note(Collection<Path> files) {
    long count = files.stream().filter(file -> isUndecoded(file.toString())).count();
    return count == 0
        ? Optional.empty()
        : Optional.of(
            count + " file names cannot be decoded and are shown with " + UNKNOWN + "; " + hint());
  }

  static boolean isUndecoded(String text) {
    return text.indexOf(UNKNOWN) >= 0;
  }

  /** Returns advice for names that cannot be decoded. */
  static String hint() {
    return isUnicode()
        ? "rename files whose names are not in UTF-8"
        : "for non-ASCII names, set LC_ALL=C.UTF-8";
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
