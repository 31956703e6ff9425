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

/** Understands what people type for an image, or explains what is wrong with it. */
final class ImageNames {

  private static final Pattern ADDRESS = Pattern.compile("(?i)(https?|file):/.*", Pattern.DOTALL);
  private static final Pattern GLOB = Pattern.compile(".*[*?\\[{].*", Pattern.DOTALL);

  private ImageNames() {}

  /**
   * Returns the files that an argument may name; see {@link FileNames#all}.
   *
   * @throws TypeConversionException if the argument is no path here, or the address of an image
   */
  static List<Path> parse(String text) {
    Matcher address = ADDRESS.matcher(text);
    if (address.matches()) {
      throw new TypeConversionException(
          address.group(1).equalsIgnoreCase("file")
              ? "'" + text + "' is an address, expected the path of a file" + path(text)
              : "'"
                  + text
                  + "' is an address, and images are not downloaded; download it yourself, such as"
                  + " by: curl -fsSL ADDRESS | inception-v2 classify -");
    }
    return FileNames.all(text);
  }

  private static String path(String address) {
    try {
      return " such as " + Path.of(URI.create(address));
    } catch (RuntimeException e) {
      return ""; // the address of another machine, or of no form that Java knows
    }
  }

  /**
   * Returns the lines of a list of files, without empty ones. Bytes that are not UTF-8 become
   * U+FFFD, by which {@link FileNames} finds the file.
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

  /** Returns what a shell would have made of the name of a missing file, if that is the reason. */
  static Optional<String> hint(Path image, IOException error) {
    String name = image.toString();
    if (!(error instanceof NoSuchFileException)) {
      return Optional.empty();
    } else if (name.startsWith("~")) {
      return Optional.of("a shell replaces ~ by the home directory, but not inside of quotes");
    } else if (GLOB.matcher(name).matches()) {
      return Optional.of(
          "a shell replaces a pattern by the files that match, but not inside of quotes or if there"
              + " are none; name the directory to take all of its images");
    }
    return Optional.empty();
  }
}
