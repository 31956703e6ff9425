package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.files.DurableFile;
import io.github.inceptionv2.internal.files.Temporary;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.weights.Checkpoints;
import io.github.inceptionv2.internal.weights.FiniteWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.TensorBundleWriter;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.proto.SavedModel;

/**
 * Writes a module's directory: graphs with the tag sets {}, {train} and {serve}, variables, labels
 * if the module has any, and the file by which Hub recognizes modules.
 *
 * <p>The module loads in Hub's {@code hub.Module} and in TensorFlow's own loaders.
 */
public final class ModuleWriter {

  /** {@code ModuleDef{format: FORMAT_V3}} of Hub's {@code module_def.proto}. */
  private static final byte[] HUB_FORMAT = {8, 3};

  private ModuleWriter() {}

  /**
   * Writes the network with the weights of {@code module} to {@code directory}, which must be empty
   * or nonexistent. The module appears there complete or not at all.
   *
   * @throws FileAlreadyExistsException if {@code directory} exists and is not empty
   * @throws ModelFormatException if a value is damaged or not finite
   */
  public static void write(InceptionModule module, Path directory) throws IOException {
    write(module, directory, Map.of());
  }

  /**
   * Writes a module with additional files that no loader reads, such as a model card. All files
   * appear together or not at all.
   *
   * @param extras the contents of each file, by file name; a name must be plain and must not be the
   *     name of one of the module's own files
   * @throws IllegalArgumentException if a name is not plain or is already used
   * @throws FileAlreadyExistsException if {@code directory} exists and is not empty
   * @throws ModelFormatException if a value is damaged or not finite
   */
  public static void write(InceptionModule module, Path directory, Map<String, byte[]> extras)
      throws IOException {
    ExtraFiles beside = new ExtraFiles(extras);
    Path target = directory.toAbsolutePath().normalize();
    checkAbsent(target);
    try (Temporary temporary = createTemporary(target)) {
      Thread atExit = new Thread(() -> close(temporary));
      boolean isHooked = removeAtExit(atExit);
      try {
        writeFiles(module, temporary.path());
        beside.write(temporary.path());
        move(temporary.path(), target);
      } finally {
        if (isHooked) {
          forget(atExit);
        }
      }
    }
  }

  private static void close(Temporary temporary) {
    try {
      temporary.close();
    } catch (IOException e) {
      // the JVM is shutting down; the next writer removes the remaining files
    }
  }

  /** Returns the relative paths of the files of a module with labels. */
  public static List<String> files() {
    List<String> files = new ArrayList<>(List.of(SavedModelFile.NAME, ModuleLayout.HUB_MODULE));
    files.add(ModuleLayout.ASSETS + "/" + LabelsFile.NAME);
    Checkpoints.files("variables").forEach(file -> files.add(ModuleLayout.VARIABLES + "/" + file));
    return List.copyOf(files);
  }

  private static boolean removeAtExit(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return true;
    } catch (IllegalStateException e) {
      return false; // the JVM is shutting down and waits for the writer
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is shutting down: the hook runs
    }
  }

  /**
   * Creates a directory beside the target; unlike the JDK's temporary directories, it has the usual
   * permissions.
   */
  private static Temporary createTemporary(Path target) throws IOException {
    Path parent = target.getParent();
    try {
      if (!Files.isDirectory(parent)) { // JDK 17 refuses a link to a directory
        Files.createDirectories(parent);
      }
      Temporary.sweep(parent);
      Temporary temporary = Temporary.in(parent);
      Files.createDirectory(temporary.path());
      return temporary;
    } catch (FileSystemException e) {
      FileSystemException named =
          new FileSystemException(
              parent.toString(),
              null,
              "is not a directory to which a module can be written (" + e + ")");
      named.initCause(e);
      throw named;
    }
  }

  private static void checkAbsent(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    boolean isEmptyDirectory = false;
    if (Files.isDirectory(target)) {
      try (Stream<Path> children = Files.list(target)) {
        isEmptyDirectory = children.findAny().isEmpty();
      }
    }
    if (!isEmptyDirectory) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "already exists; choose a new directory, or remove this one");
    }
  }

  private static void writeFiles(InceptionModule module, Path directory) throws IOException {
    Path variables = Files.createDirectory(directory.resolve(ModuleLayout.VARIABLES));
    Path assets = Files.createDirectory(directory.resolve(ModuleLayout.ASSETS));
    if (module.labels().isPresent()) {
      DurableFile.write(assets.resolve(LabelsFile.NAME), LabelsFile.bytes(module.labels().get()));
    }
    if (module.ranges().isPresent()) {
      Files.createDirectory(directory.resolve(ModuleLayout.EXTRA_ASSETS));
      DurableFile.write(
          directory.resolve(RangesFile.NAME), RangesFile.bytes(module.ranges().get()));
    }
    Weights finite = new FiniteWeights(module.weights());
    List<String> names = List.copyOf(module.weights().names());
    TensorBundleWriter.write(variables.resolve("variables"), finite, names);
    DurableFile.write(directory.resolve(SavedModelFile.NAME), graphs(module).toByteArray());
    DurableFile.write(directory.resolve(ModuleLayout.HUB_MODULE), HUB_FORMAT);
  }

  private static SavedModel graphs(InceptionModule module) {
    MetaGraphWriter inference = writer(Form.INFERENCE, module);
    MetaGraphWriter training = writer(Form.TRAINING, module);
    return SavedModel.newBuilder()
        .addMetaGraphs(inference.hub())
        .addMetaGraphs(training.hub(SavedModelFile.TRAIN))
        .addMetaGraphs(inference.serving())
        .build();
  }

  private static MetaGraphWriter writer(Form form, InceptionModule module) {
    return new MetaGraphWriter(
        NetworkBuilder.build(form, module.classes()),
        module.imageSize(),
        module.labels().map(labels -> List.of(LabelsFile.NAME)).orElse(List.of()));
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      checkAbsent(to); // another process may have been faster
      throw e;
    }
  }
}
