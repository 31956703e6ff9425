package io.github.inceptionv2;

import io.github.inceptionv2.internal.module.Module;
import io.github.inceptionv2.internal.module.ModuleFormatException;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.internal.network.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Where a model comes from. Immutable, and safe for use by several threads.
 *
 * <p>No source here opens a connection.
 */
public final class ModelSource {

  private static final String UNTRAINED = "untrained";

  private final String name;
  private final Path directory;

  private ModelSource(String name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  /**
   * Returns the module in {@code directory}: a SavedModel with the tag set {} or {serve}, such as
   * TensorFlow Hub's unpacked {@code google/imagenet/inception_v2/classification/3}, its versions
   * 1, 4 and 5, {@code feature_vector} likewise, or one that {@link #writeModule} wrote.
   */
  public static ModelSource directory(Path directory) {
    Objects.requireNonNull(directory, "directory");
    return new ModelSource(directory.toString(), directory);
  }

  /**
   * Returns the network with 1001 logits and weights that follow from a formula, for tests and
   * benchmarks and to try the API without a model. They are not trained: <b>predictions mean
   * nothing</b>.
   */
  public static ModelSource untrained() {
    return new ModelSource(UNTRAINED, null);
  }

  /** Returns what a command line names: {@code untrained}, or a module's directory. */
  public static ModelSource parse(String text) {
    return text.equals(UNTRAINED) ? untrained() : directory(Path.of(text));
  }

  /**
   * Reads what is known of the model without running it. Everything is checked but the values of
   * its variables; TensorFlow is not loaded.
   *
   * @throws ModelCorruptException if it is not a whole Inception V2 module
   * @throws IOException if a file cannot be read
   */
  public ModelInfo info() throws IOException {
    return info(open());
  }

  /**
   * Writes a module with this model's weights to {@code directory}, with the tag sets {}, {train}
   * and {serve}. It loads in TensorFlow Hub's {@code hub.Module}, in TensorFlow's own loaders and
   * here. The directory appears whole or not at all.
   *
   * @param directory must not exist, or be empty
   * @throws java.nio.file.FileAlreadyExistsException if something is there already
   * @throws ModelCorruptException if this model is not a whole Inception V2 module, or a value of a
   *     variable is not finite
   * @throws IOException if a file cannot be read or written
   */
  public void writeModule(Path directory) throws IOException {
    try {
      ModuleWriter.write(open(), directory);
    } catch (ModuleFormatException e) {
      throw corrupt(e);
    }
  }

  Module open() throws IOException {
    try {
      return directory == null
          ? Module.reference(Architecture.IMAGENET_CLASSES)
          : Module.read(directory);
    } catch (ModuleFormatException e) {
      throw corrupt(e);
    }
  }

  ModelInfo info(Module module) {
    return new ModelInfo(
        name,
        module.format().description(),
        module.tagSets(),
        module.signatures(),
        module.classes(),
        Architecture.FEATURES,
        module.variables().size(),
        new TreeSet<>(module.roles().endpoints().keySet()).stream().toList(),
        new ImageSize(module.imageSize().get(0), module.imageSize().get(1)),
        module.isReference());
  }

  static ModelCorruptException corrupt(ModuleFormatException e) {
    return new ModelCorruptException(e.file(), e.getMessage(), e);
  }

  /** Returns what {@link #parse} would take. */
  @Override
  public String toString() {
    return name;
  }
}
