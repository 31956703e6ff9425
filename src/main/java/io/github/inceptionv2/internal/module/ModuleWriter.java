package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.weights.FiniteWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.TensorBundleWriter;
import io.github.inceptionv2.internal.weights.Weights;

import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.tensorflow.proto.SavedModel;

/**
 * Writes a module's directory: graphs with the tag sets {}, {train} and {serve}, variables, labels
 * if the module brings any, and what tells Hub that it is one of its modules.
 *
 * <p>It loads in Hub's {@code hub.Module} and in TensorFlow's own loaders.
 */
public final class ModuleWriter {

  /** {@code ModuleDef{format: FORMAT_V3}} of Hub's {@code module_def.proto}. */
  private static final byte[] HUB_FORMAT = {8, 3};

  static final String HUB_MODULE = "tfhub_module.pb";
  static final String VARIABLES = "variables";
  static final String ASSETS = "assets";

  private ModuleWriter() {}

  /**
   * Writes the network with the weights of {@code module} to {@code directory}, which must not
   * exist yet or be empty. It appears there whole or not at all.
   *
   * @throws FileAlreadyExistsException if something is there already
   * @throws ModelFormatException if a value is damaged or not finite
   */
  public static void write(Module module, Path directory) throws IOException {
    write(module, directory, Map.of());
  }

  /**
   * Writes a module and, beside its own files, others that no loader reads, such as a model card.
   * All appear together or not at all.
   *
   * @param extras contents by the file's name, which must be a plain one and not one of the
   *     module's own
   * @throws IllegalArgumentException if a name is not such
   * @throws FileAlreadyExistsException if something is there already
   * @throws ModelFormatException if a value is damaged or not finite
   */
  public static void write(Module module, Path directory, Map<String, byte[]> extras)
      throws IOException {
    ExtraFiles beside = new ExtraFiles(extras);
    Path target = directory.toAbsolutePath().normalize();
    checkAbsent(target);
    Path temporary = createTemporary(target);
    Thread atExit = new Thread(() -> deleteAll(temporary, new IOException()));
    boolean isHooked = false;
    try {
      isHooked = removeAtExit(atExit);
      writeFiles(module, temporary);
      beside.write(temporary);
      move(temporary, target);
    } catch (Throwable e) { // memory may run out too
      deleteAll(temporary, e);
      throw e;
    } finally {
      if (isHooked) {
        forget(atExit);
      }
    }
  }

  private static boolean removeAtExit(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return true;
    } catch (IllegalStateException e) {
      return false; // the JVM is ending, and waits for the one who writes
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is ending: the hook runs
    }
  }

  /** A directory beside the target; unlike a temporary one, it gets the usual permissions. */
  private static Path createTemporary(Path target) throws IOException {
    Path parent = target.getParent();
    try {
      Files.createDirectories(parent);
      return Files.createDirectory(
          parent.resolve("." + target.getFileName() + "." + UUID.randomUUID()));
    } catch (FileSystemException e) {
      FileSystemException named =
          new FileSystemException(
              parent.toString(),
              null,
              "is no directory in which a module can be written (" + e + ")");
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
          target.toString(), null, "exists already; name a new directory, or remove this one");
    }
  }

  private static void writeFiles(Module module, Path directory) throws IOException {
    Path variables = Files.createDirectory(directory.resolve(VARIABLES));
    Path assets = Files.createDirectory(directory.resolve(ASSETS));
    if (module.labels().isPresent()) {
      write(assets.resolve(LabelsFile.NAME), LabelsFile.bytes(module.labels().get()));
    }
    Weights finite = new FiniteWeights(module.weights());
    List<String> names = List.copyOf(module.weights().names());
    TensorBundleWriter.write(variables.resolve("variables"), finite, names);
    write(directory.resolve(SavedModelFile.NAME), graphs(module).toByteArray());
    write(directory.resolve(HUB_MODULE), HUB_FORMAT);
  }

  /** Writes through to the disk, as the module must be whole once its directory has its name. */
  static void write(Path file, byte[] bytes) throws IOException {
    Files.write(
        file,
        bytes,
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
  }

  private static SavedModel graphs(Module module) {
    MetaGraphWriter inference = writer(Form.INFERENCE, module);
    MetaGraphWriter training = writer(Form.TRAINING, module);
    return SavedModel.newBuilder()
        .addMetaGraphs(inference.hub())
        .addMetaGraphs(training.hub(SavedModelFile.TRAIN))
        .addMetaGraphs(inference.serving())
        .build();
  }

  private static MetaGraphWriter writer(Form form, Module module) {
    return new MetaGraphWriter(
        NetworkGraph.build(form, module.classes()),
        module.imageSize(),
        module.labels().map(labels -> List.of(LabelsFile.NAME)).orElse(List.of()));
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      checkAbsent(to); // somebody may have been faster
      throw e;
    }
  }

  private static void deleteAll(Path directory, Throwable reason) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
