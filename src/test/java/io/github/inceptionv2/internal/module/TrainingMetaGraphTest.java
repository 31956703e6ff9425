package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.VariableDef;

/** The parts of training graphs, ours and Hub's, are found. */
class TrainingMetaGraphTest {

  static final int CLASSES = 3;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, CLASSES})
  void ourGraph_readsBackAsItWasBuilt(int classes) throws Exception {
    NetworkGraph built = NetworkBuilder.build(Form.TRAINING, classes);
    NetworkGraph read = TrainingMetaGraph.read(write(directory, written(built)), classes);

    assertEquals(withoutGraph(built), withoutGraph(read));
    assertEquals(List.copyOf(built.endpoints().keySet()), List.copyOf(read.endpoints().keySet()));
    assertEquals(
        built.graph().getNodeList(),
        read.graph().getNodeList().subList(0, built.graph().getNodeCount())); // plus the saver's
  }

  /** The attribute has one shape per output, and the newer operation has one output more. */
  @ParameterizedTest
  @ValueSource(strings = {"FusedBatchNorm", "FusedBatchNormV2"})
  void oldBatchNorm_isReplacedByTheVersionWithGradients(String op) throws Exception {
    NetworkGraph built = NetworkBuilder.build(Form.TRAINING, CLASSES);
    MetaGraphDef.Builder old = written(built);
    for (NodeDef.Builder node : old.getGraphDefBuilder().getNodeBuilderList()) {
      if (node.getOp().equals("FusedBatchNormV3")) {
        node.setOp(op).removeAttr("U");
        node.putAttr("_output_shapes", node.getAttrOrThrow("T"));
      }
    }

    assertEquals(
        written(built).getGraphDef(),
        TrainingMetaGraph.read(write(directory, old), CLASSES).graph());
  }

  @Test
  void partsOfHubsGraph_areFound() throws Exception {
    NetworkGraph network = hub("hub-classification-3", 1001);

    assertEquals(136, network.updates().size());
    assertEquals(69, network.regularizationLosses().size());
    assertEquals(
        NetworkBuilder.build(Form.TRAINING, 1001).endpoints().keySet(),
        network.endpoints().keySet());
    assertEquals(Set.of("FusedBatchNormV3"), batchNorms(network));
    assertTrue(network.keepProbability().isPresent());
  }

  @Test
  void partsOfHubsGraphWithoutLogits_areFound() throws Exception {
    NetworkGraph network = hub("hub-feature-vector-3", 0);

    assertEquals(136, network.updates().size());
    assertEquals(68, network.regularizationLosses().size());
    assertEquals(Set.of("FusedBatchNormV3"), batchNorms(network));
    assertEquals(Optional.empty(), network.logits());
    assertEquals(Optional.empty(), network.keepProbability());
  }

  @Test
  void hub_trainsTheSameVariables() throws Exception {
    Path fixture = Fixtures.shared("fixtures/hub-classification-3");
    MetaGraphDef graph = SavedModelFile.read(fixture).trainingGraph();
    Set<String> theirs = new TreeSet<>();
    for (ByteString bytes :
        graph.getCollectionDefOrThrow("trainable_variables").getBytesList().getValueList()) {
      theirs.add(VariableDef.parseFrom(bytes).getVariableName().replaceAll(":0$", ""));
    }
    Set<String> ours =
        NetworkBuilder.variables(1001).stream()
            .filter(VariableSpec::trainable)
            .map(VariableSpec::name)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(ours, theirs);
  }

  /** TensorFlow names an update by its operation or by the operation's output. */
  @Test
  void updates_namedByOutput_areReadAsOperations() throws Exception {
    NetworkGraph built = NetworkBuilder.build(Form.TRAINING, CLASSES);
    MetaGraphDef.Builder graph = written(built);
    var updates = graph.getCollectionDefOrThrow("update_ops").toBuilder();
    updates.getNodeListBuilder().setValue(0, built.updates().get(0) + ":0");
    graph.putCollectionDef("update_ops", updates.build());

    assertEquals(
        built.updates(), TrainingMetaGraph.read(write(directory, graph), CLASSES).updates());
  }

  /** Later versions of TensorFlow compare the random numbers instead of rounding them down. */
  @Test
  void dropoutOfAnotherForm_hasNoKeepProbability() throws Exception {
    MetaGraphDef.Builder graph = written(NetworkBuilder.build(Form.TRAINING, CLASSES));
    graph.getGraphDefBuilder().getNodeBuilderList().stream()
        .filter(node -> node.getOp().equals("Floor"))
        .forEach(node -> node.setOp("Identity"));

    assertEquals(
        Optional.empty(),
        TrainingMetaGraph.read(write(directory, graph), CLASSES).keepProbability());
  }

  private static NetworkGraph hub(String fixture, int classes) throws IOException {
    return TrainingMetaGraph.read(Fixtures.shared("fixtures/" + fixture), classes);
  }

  private static Set<String> batchNorms(NetworkGraph network) {
    return network.graph().getNodeList().stream()
        .map(NodeDef::getOp)
        .filter(op -> op.startsWith("FusedBatchNorm"))
        .collect(Collectors.toSet());
  }

  /** Returns a training graph as this library writes it. */
  static MetaGraphDef.Builder written(NetworkGraph network) {
    return new MetaGraphWriter(network, InputSize.DEFAULT, List.of()).hub("train").toBuilder();
  }

  /** Writes {@code graph} alone into {@code directory}: no test reads the variables' values. */
  static Path write(Path directory, MetaGraphDef.Builder graph) throws IOException {
    Files.write(
        directory.resolve("saved_model.pb"),
        SavedModel.newBuilder().addMetaGraphs(graph).build().toByteArray());
    return directory;
  }

  private static List<Object> withoutGraph(NetworkGraph network) {
    return List.of(
        network.form(),
        network.classes(),
        network.variables(),
        network.images(),
        network.batchNormMomentum(),
        network.keepProbability(),
        network.featureVector(),
        network.logits(),
        network.endpoints(),
        network.updates(),
        network.regularizationLosses());
  }
}
