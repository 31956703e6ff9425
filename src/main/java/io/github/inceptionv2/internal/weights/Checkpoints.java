package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Opens checkpoints of either format by the path of a file or the prefix of the files. */
public final class Checkpoints {

  /** The suffix of the names of a V2 checkpoint's files, after the prefix. */
  private static final Pattern FILE_SUFFIX = Pattern.compile("\\.(index|data-\\d{5}-of-\\d{5})$");

  private Checkpoints() {}

  /**
   * Opens a checkpoint.
   *
   * @param path a V1 file, a V2 prefix, or one of the files with that prefix
   */
  public static Weights open(Path path) throws IOException {
    Optional<Path> prefix = prefix(path);
    if (prefix.isPresent()) {
      TensorBundle bundle = TensorBundle.open(prefix.get());
      return bundle.isObjectBased() ? ObjectGraph.open(bundle) : bundle;
    }
    String expected =
        "expected a file such as inception_v2.ckpt, or the common prefix of an .index file and its"
            + " .data files";
    if (!Files.exists(path)) {
      throw new NoSuchFileException(
          path.toString(), null, "there is no such checkpoint; " + expected);
    } else if (!Files.isRegularFile(path)) {
      throw new ModelFormatException(path, "is not a file; " + expected);
    }
    return SlimCheckpoint.open(path);
  }

  /** Writes all weights as a V2 checkpoint, to files whose paths begin with {@code prefix}. */
  public static void write(Path prefix, Weights weights) throws IOException {
    TensorBundleWriter.write(prefix, weights, weights.names());
  }

  /** Returns the names of the files that {@link #write} writes for the given prefix. */
  public static List<String> files(String prefix) {
    Path index = Path.of(prefix + ".index");
    return List.of(index.toString(), new BundleShards(index, 1).file(0).toString());
  }

  private static Optional<Path> prefix(Path path) {
    String name = path.getFileName() == null ? "" : path.getFileName().toString();
    Path prefix = path.resolveSibling(FILE_SUFFIX.matcher(name).replaceFirst(""));
    return Files.isRegularFile(prefix.resolveSibling(prefix.getFileName() + ".index"))
        ? Optional.of(prefix)
        : Optional.empty();
  }
}
