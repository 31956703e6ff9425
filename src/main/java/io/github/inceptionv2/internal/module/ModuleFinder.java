package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the module or checkpoint in an unpacked archive, perhaps in a subdirectory. */
public final class ModuleFinder {

  private ModuleFinder() {}

  /**
   * Reads the only module or checkpoint in {@code directory}. This method does not run the module's
   * graph, which may contain any operations.
   *
   * @throws ModelFormatException if there is no module or checkpoint, or it is not an Inception V2
   *     model
   */
  public static InceptionModule read(Path directory) throws IOException {
    if (Files.exists(directory.resolve(SavedModelFile.NAME))) {
      return ModuleReader.read(directory, true);
    }
    List<Path> children = children(directory);
    List<Path> indexes =
        children.stream().filter(child -> child.toString().endsWith(".index")).toList();
    List<Path> checkpoints =
        children.stream().filter(child -> child.toString().endsWith(".ckpt")).toList();
    if (indexes.size() == 1) {
      return ModuleReader.checkpoint(indexes.get(0));
    } else if (checkpoints.size() == 1) {
      return ModuleReader.checkpoint(checkpoints.get(0));
    } else if (children.size() == 1 && Files.isDirectory(children.get(0))) {
      return read(children.get(0));
    }
    List<String> names = children.stream().map(child -> child.getFileName().toString()).toList();
    throw new ModelFormatException(
        directory,
        "contains "
            + (names.isEmpty() ? "nothing" : names)
            + "; expected a module with saved_model.pb in it, or a checkpoint: one .ckpt file, or"
            + " one .index file and its .data files");
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    }
  }
}
