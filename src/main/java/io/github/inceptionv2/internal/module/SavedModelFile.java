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
 * Reads {@code saved_model.pb}: a graph with signatures for each tag set. Graphs are parsed on
 * demand, since parsing takes a large part of the time needed to open a model.
 */
final class SavedModelFile {

  static final String NAME = "saved_model.pb";

  /** The only tag of the graph for TensorFlow Serving, and of every TF2 model's graph. */
  static final String SERVE = "serve";

  /** The tag of the graph for fine-tuning in Hub's modules. */
  static final String TRAIN = "train";

  /**
   * The maximum file size. In supported modules, this file has 3 MB, since weights are stored
   * elsewhere. {@link MessageReader} limits the memory that the messages need.
   */
  private static final long MAX_SIZE = 16L << 20;

  private final Path file;
  private final List<StoredGraph> graphs;

  private SavedModelFile(Path file, List<StoredGraph> graphs) {
    this.file = file;
    this.graphs = graphs;
  }

  /** A graph in the file, not parsed yet. */
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
              + "; store weights in the directory variables");
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
      throw new ModelFormatException(file, "contains no graph; copy the whole module again");
    }
    return new SavedModelFile(file, graphs);
  }

  private static ModelFormatException damaged(Path file, IOException cause) throws IOException {
    return new ModelFormatException(
        file,
        "is not a SavedModel or is truncated ("
            + Files.size(file)
            + " bytes); copy the whole module again",
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
          directory, "contains " + (names.isEmpty() ? "nothing" : names) + "; " + expected);
    }
  }

  Path file() {
    return file;
  }

  /** Returns the tag sets in the file's order. */
  List<Set<String>> tagSets() {
    return graphs.stream().map(StoredGraph::tags).toList();
  }

  /**
   * Parses the graph for inference: the graph without tags, as in Hub's modules, else the graph
   * tagged {@code serve}.
   *
   * @throws ModelFormatException if there is neither graph, or the graph is damaged
   */
  MetaGraphDef inferenceGraph() throws IOException {
    return parsed(
        graph(Set.of())
            .or(() -> graph(Set.of(SERVE)))
            .orElseThrow(() -> unlike("[] (a Hub module) or [" + SERVE + "]")));
  }

  /**
   * Parses the graph for training, tagged {@code train}, which TF1 Hub modules have.
   *
   * @throws ModelFormatException if there is no such graph, or it is damaged
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
