package io.github.inceptionv2.cli;

import io.github.inceptionv2.insight.FeatureIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  void write(FeatureIndex<Path> vectors) throws IOException {
    switch (format) {
      case NPY -> {
        vectors.writeNpy(path);
        Files.write(
            path.resolveSibling(path.getFileName() + ".txt"),
            vectors.keys().stream().map(Path::toString).toList());
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
          return new VectorFile(Main.path(value), format);
        }
      }
      throw new TypeConversionException(
          "'" + value + "' must end in .npy, .csv or .jsonl, which says how vectors are written");
    }
  }
}
