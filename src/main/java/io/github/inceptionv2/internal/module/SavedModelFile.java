package io.github.inceptionv2.internal.module;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.github.inceptionv2.internal.weights.MessageReader;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.MetaGraphDef.MetaInfoDef;
import org.tensorflow.proto.SavedModel;

/**
 * Reads {@code saved_model.pb}: a graph with signatures for each tag set. Only a graph that is
 * asked for is parsed, as that takes a good part of the time in which a model is opened.
 */
final class SavedModelFile {

  static final String NAME = "saved_model.pb";

  /** What the tag set of TensorFlow Serving and of every TF2 model is. */
  static final String SERVE = "serve";

  /** The tag of the graph in which Hub's modules are fine-tuned. */
  static final String TRAIN = "train";

  /**
   * The modules read here have 3 MB, as they keep their weights outside. {@link MessageReader}
   * bounds the memory that the messages need.
   */
  private static final long MAX_SIZE = 16L << 20;

  private final Path file;
  private final List<StoredGraph> graphs;

  private SavedModelFile(Path file, List<StoredGraph> graphs) {
    this.file = file;
    this.graphs = graphs;
  }

  /** A graph as it is in the file. */
  private record StoredGraph(Set<String> tags, ByteString bytes) {

    static StoredGraph of(MessageReader messages, ByteString bytes) throws IOException {
      MetaInfoDef.Builder info = MetaInfoDef.newBuilder();
      for (ByteString part : messages.parts(bytes, MetaGraphDef.META_INFO_DEF_FIELD_NUMBER)) {
        info.mergeFrom(messages.read(MetaInfoDef.getDefaultInstance(), part));
      }
      return new StoredGraph(new TreeSet<>(info.getTagsList()), bytes);
    }
  }

  static SavedModelFile read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw noModule(directory);
    }
    if (Files.size(file) > MAX_SIZE) {
      throw new ModelFormatException(
          file,
          "has "
              + Files.size(file)
              + " bytes, expected at most "
              + MAX_SIZE
              + "; weights belong in variables");
    }
    List<StoredGraph> graphs = new ArrayList<>();
    MessageReader messages = new MessageReader(file);
    try {
      ByteString model = UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file));
      for (ByteString graph : messages.parts(model, SavedModel.META_GRAPHS_FIELD_NUMBER)) {
        graphs.add(StoredGraph.of(messages, graph));
      }
    } catch (InvalidProtocolBufferException e) {
      throw damaged(file, e);
    }
    if (graphs.isEmpty()) {
      throw new ModelFormatException(file, "holds no graph; copy the module again, whole");
    }
    return new SavedModelFile(file, graphs);
  }

  private static ModelFormatException damaged(Path file, IOException cause) throws IOException {
    return new ModelFormatException(
        file,
        "is not a SavedModel or is truncated ("
            + Files.size(file)
            + " bytes); copy the module again, whole",
        cause);
  }

  private static IOException noModule(Path directory) throws IOException {
    String expected = "expected a module's directory, with " + NAME + " in it";
    if (!Files.exists(directory)) {
      return new NoSuchFileException(
          directory.toString(), null, "there is no such directory; " + expected);
    }
    if (!Files.isDirectory(directory)) {
      return new ModelFormatException(directory, "is not a directory; " + expected);
    }
    try (Stream<Path> children = Files.list(directory)) {
      List<String> names =
          children.map(child -> child.getFileName().toString()).sorted().limit(10).toList();
      return new ModelFormatException(
          directory, "holds " + (names.isEmpty() ? "nothing" : names) + "; " + expected);
    }
  }

  Path file() {
    return file;
  }

  /** The tag sets there are, in the file's order. */
  List<Set<String>> tagSets() {
    return graphs.stream().map(StoredGraph::tags).toList();
  }

  /**
   * Parses the graph for inference: the one without tags, as Hub's modules have it, else {@code
   * serve}.
   *
   * @throws ModelFormatException if there is neither, or it is damaged
   */
  MetaGraphDef inferenceGraph() throws IOException {
    return parsed(
        graph(Set.of())
            .or(() -> graph(Set.of(SERVE)))
            .orElseThrow(() -> unlike("[] (a Hub module) or [" + SERVE + "]")));
  }

  /**
   * Parses the graph for training, {@code train}, which TF1 Hub modules have.
   *
   * @throws ModelFormatException if there is none, or it is damaged
   */
  MetaGraphDef trainingGraph() throws IOException {
    return parsed(
        graph(Set.of(TRAIN))
            .orElseThrow(() -> unlike("[" + TRAIN + "] (the training graph of a TF1 Hub module)")));
  }

  private Optional<StoredGraph> graph(Set<String> wanted) {
    return graphs.stream().filter(graph -> graph.tags().equals(wanted)).findFirst();
  }

  private MetaGraphDef parsed(StoredGraph graph) throws IOException {
    try {
      return new MessageReader(file).read(MetaGraphDef.getDefaultInstance(), graph.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw damaged(file, e);
    }
  }

  private ModelFormatException unlike(String expected) {
    return new ModelFormatException(
        file, "has the tag sets " + tagSets() + ", expected " + expected);
  }
}
