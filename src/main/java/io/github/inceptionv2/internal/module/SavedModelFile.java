package io.github.inceptionv2.internal.module;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** Reads {@code saved_model.pb}: a graph with signatures for each tag set. */
final class SavedModelFile {

  static final String NAME = "saved_model.pb";

  /** What the tag set of TensorFlow Serving and of every TF2 model is. */
  static final String SERVE = "serve";

  /** The tag of the graph in which Hub's modules are fine-tuned. */
  static final String TRAIN = "train";

  /**
   * The modules read here have 3 MB, as they keep their weights outside. A message may take two
   * bytes of the file and thirty times as much memory, so that much more room could exhaust it.
   */
  private static final long MAX_SIZE = 16L << 20;

  private final Path file;
  private final SavedModel model;

  private SavedModelFile(Path file, SavedModel model) {
    this.file = file;
    this.model = model;
  }

  static SavedModelFile read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw new ModuleFormatException(directory, whyNot(directory));
    }
    if (Files.size(file) > MAX_SIZE) {
      throw new ModuleFormatException(
          file,
          "has "
              + Files.size(file)
              + " bytes, expected at most "
              + MAX_SIZE
              + "; weights belong in variables");
    }
    try {
      SavedModel model = SavedModel.parseFrom(Files.readAllBytes(file));
      if (model.getMetaGraphsCount() == 0) {
        throw new ModuleFormatException(file, "holds no graph; copy the module again, whole");
      }
      return new SavedModelFile(file, model);
    } catch (InvalidProtocolBufferException e) {
      throw new ModuleFormatException(
          file,
          "is not a SavedModel or is truncated ("
              + Files.size(file)
              + " bytes); copy the module again, whole",
          e);
    }
  }

  private static String whyNot(Path directory) throws IOException {
    String expected = "expected a module's directory, with " + NAME + " in it";
    if (!Files.exists(directory)) {
      return "there is no such directory; " + expected;
    }
    if (!Files.isDirectory(directory)) {
      return "is not a directory; " + expected;
    }
    try (Stream<Path> children = Files.list(directory)) {
      List<String> names =
          children.map(child -> child.getFileName().toString()).sorted().limit(10).toList();
      return "holds " + (names.isEmpty() ? "nothing" : names) + "; " + expected;
    }
  }

  Path file() {
    return file;
  }

  /** The tag sets there are, in the file's order. */
  List<Set<String>> tagSets() {
    return model.getMetaGraphsList().stream().map(SavedModelFile::tags).toList();
  }

  /**
   * The graph for inference: the one without tags, as Hub's modules have it, else {@code serve}.
   *
   * @throws ModuleFormatException if there is neither
   */
  MetaGraphDef inferenceGraph() throws ModuleFormatException {
    return graph(Set.of())
        .or(() -> graph(Set.of(SERVE)))
        .orElseThrow(() -> unlike("[] (a Hub module) or [" + SERVE + "]"));
  }

  /**
   * The graph for training, {@code train}, which TF1 Hub modules have.
   *
   * @throws ModuleFormatException if there is none
   */
  MetaGraphDef trainingGraph() throws ModuleFormatException {
    return graph(Set.of(TRAIN))
        .orElseThrow(() -> unlike("[" + TRAIN + "] (the training graph of a TF1 Hub module)"));
  }

  private Optional<MetaGraphDef> graph(Set<String> wanted) {
    return model.getMetaGraphsList().stream()
        .filter(graph -> tags(graph).equals(wanted))
        .findFirst();
  }

  private ModuleFormatException unlike(String expected) {
    return new ModuleFormatException(
        file, "has the tag sets " + tagSets() + ", expected " + expected);
  }

  static Set<String> tags(MetaGraphDef graph) {
    return new TreeSet<>(graph.getMetaInfoDef().getTagsList());
  }
}
