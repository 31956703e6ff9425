package io.github.inceptionv2.cli;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.inceptionv2.insight.FeatureIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file for feature vectors, of a format that its name's ending says. */
record VectorFile(Path path, Format format) {

  /** A way to write vectors; its name is the ending. */
  enum Format {
    NPY,
    CSV,
    JSONL
  }

  /**
   * Refuses to replace a file of names that belongs to no file of vectors, and that nobody named.
   *
   * @throws IllegalArgumentException if there is one
   */
  void checkFree() {
    if (format == Format.NPY && Files.notExists(path) && Files.exists(names(), NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException(
          names()
              + " exists and "
              + path
              + " does not, so that it is not known to be of this command; move it away, or name"
              + " another FILE");
    }
  }

  private Path names() {
    return path.resolveSibling(FileNames.withEnding(path, ".txt"));
  }

  /**
   * Refuses images whose names would take several lines of the file of names.
   *
   * @throws IllegalArgumentException if there is one
   */
  void check(List<Path> images) {
    for (Path image : images) {
      if (format == Format.NPY && image.toString().chars().anyMatch(c -> c == '\n' || c == '\r')) {
        throw new IllegalArgumentException(
            "the name of '"
                + image
                + "' has a line break, expected one line a name beside .npy; rename it, or write"
                + " .csv or .jsonl");
      }
    }
  }

  void write(FeatureIndex<Path> vectors) throws IOException {
    switch (format) {
      case NPY -> {
        // First, so that there are no vectors of which nobody knows the images.
        vectors.writeKeys(names());
        vectors.writeNpy(path);
      }
      case CSV -> vectors.writeCsv(path);
      case JSONL -> vectors.writeJsonLines(path);
    }
  }

  static final class Converter implements ITypeConverter<VectorFile> {
    @Override
    public VectorFile convert(String value) {
      for (Format format : Format.values()) {
        if (value.toLowerCase(Locale.ROOT).endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
          return new VectorFile(FileNames.path(value), format);
        }
      }
      throw new TypeConversionException(
          "'" + value + "' must end in .npy, .csv or .jsonl, which says how vectors are written");
    }
  }
}
