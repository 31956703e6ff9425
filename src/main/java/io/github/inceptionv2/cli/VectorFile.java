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

/** A file for feature vectors. Its extension determines the format. */
record VectorFile(Path path, Format format) {

  /** A format for vectors, named like its extension. */
  enum Format {
    NPY,
    CSV,
    JSONL
  }

  /**
   * Refuses to replace a file of names that has no file of vectors.
   *
   * @throws IllegalArgumentException if a file of names exists without a file of vectors
   */
  void checkFree() {
    if (format == Format.NPY && Files.notExists(path) && Files.exists(names(), NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException(
          names()
              + " exists and "
              + path
              + " does not, so another program might have written it; move it away, or choose"
              + " another FILE");
    }
  }

  private Path names() {
    return path.resolveSibling(FileNames.withEnding(path, ".txt"));
  }

  /**
   * Checks that each image's name fits on one line of the file of names.
   *
   * @throws IllegalArgumentException if a name has a line break
   */
  void check(List<Path> images) {
    for (Path image : images) {
      if (format == Format.NPY && image.toString().chars().anyMatch(c -> c == '\n' || c == '\r')) {
        throw new IllegalArgumentException(
            "the name of '"
                + image
                + "' has a line break, but .npy needs one line per name; rename the file, or write"
                + " .csv or .jsonl");
      }
    }
  }

  void write(FeatureIndex<Path> vectors) throws IOException {
    switch (format) {
      case NPY -> {
        // The names come first, so there are never vectors without names.
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
          "'" + value + "' must end in .npy, .csv or .jsonl, which selects the format");
    }
  }
}
