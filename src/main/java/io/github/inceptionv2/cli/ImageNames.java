package io.github.inceptionv2.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Parses the names of images, and explains errors in them. */
final class ImageNames {

  private static final Pattern URL = Pattern.compile("(?i)([a-z][a-z0-9+.-]+):/.*", Pattern.DOTALL);
  private static final Pattern GLOB = Pattern.compile(".*[*?\\[{].*", Pattern.DOTALL);

  private ImageNames() {}

  /**
   * Returns the files that an argument may name; see {@link FileNames#all}.
   *
   * @throws TypeConversionException if the argument is not a valid path, or is a URL
   */
  static List<Path> parse(String text) {
    Matcher url = URL.matcher(text);
    if (url.matches()) {
      throw new TypeConversionException(
          url.group(1).equalsIgnoreCase("file")
              ? "'" + text + "' is a URL; expected the path of a file" + path(text)
              : "'"
                  + text
                  + "' is a URL, and images are not downloaded; download the image, for example"
                  + " with: curl -fsSL URL | inception-v2 classify -");
    }
    return FileNames.all(text);
  }

  private static String path(String url) {
    try {
      return " such as " + Path.of(URI.create(url));
    } catch (RuntimeException e) {
      return ""; // a file on another machine, or a form that Java does not know
    }
  }

  /**
   * Returns the lines of a list of files, without empty lines. Bytes that are not UTF-8 become
   * U+FFFD, which {@link FileNames} resolves.
   */
  static List<String> lines(Path list) throws IOException {
    byte[] bytes =
        StandardInput.isNamed(list) ? System.in.readAllBytes() : Files.readAllBytes(list);
    List<String> lines = new ArrayList<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\r?\n")) {
      String name = lines.isEmpty() && line.startsWith("\ufeff") ? line.substring(1) : line;
      if (!name.isEmpty()) {
        lines.add(name);
      }
    }
    return lines;
  }

  /** Returns a hint if {@code image} is missing because the shell did not expand its name. */
  static Optional<String> hint(Path image, IOException error) {
    String name = image.toString();
    if (!(error instanceof NoSuchFileException)) {
      return Optional.empty();
    } else if (name.startsWith("~")) {
      return Optional.of("a shell replaces ~ with the home directory, but not inside quotes");
    } else if (GLOB.matcher(name).matches()) {
      return Optional.of(
          "a shell replaces a pattern with the files that match, but not inside quotes or if no"
              + " file matches; name the directory to use all of its images");
    }
    return Optional.empty();
  }
}
