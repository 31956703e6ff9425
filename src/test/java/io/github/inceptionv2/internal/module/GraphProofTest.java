package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.inceptionv2.internal.graph.GraphProof;
import io.github.inceptionv2.internal.inference.OpenModules;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.TensorBundleWriter;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * A graph that could do harm is never run, and a graph that computes something else is detected.
 */
class GraphProofTest {

  private static final String RELU = "InceptionV2/InceptionV2/Mixed_4c/Branch_1/Conv2d_0b_3x3/Relu";

  @TempDir Path directory;

  private Path module;

  @BeforeEach
  void write() throws Exception {
    module = directory.resolve("module");
    ModuleWriter.write(InceptionModule.reference(1001), module);
  }

  @Test
  void writtenModule_isProvenByItsOperations() throws Exception {
    assertEquals(GraphProof.SAME, ModuleReader.read(module).computation().proof());
  }

  @Test
  void flowers_areProvenByTheirOperations() throws Exception {
    assertEquals(
        GraphProof.SAME, ModuleReader.read(Path.of("models/flowers")).computation().proof());
  }

  /** Hub's graphs use another batch norm, another softmax and other forms of constants. */
  @ParameterizedTest
  @ValueSource(strings = {"hub-classification-3", "hub-feature-vector-3"})
  void hubModule_isProvenByItsOperations(String fixture) throws Exception {
    int classes = fixture.contains("classification") ? 1001 : 0;
    Path path = HubModuleTest.withWeights(directory, fixture, classes);
    assertEquals(GraphProof.SAME, ModuleReader.read(path).computation().proof());
  }

  /** Operations that initialize, save or compute gradients are not passed to TensorFlow. */
  @Test
  void operationsThatAreNeverRun_areLeftOut() throws Exception {
    List<String> ops =
        ModuleReader.read(module).computation().graph().getNodeList().stream()
            .map(NodeDef::getOp)
            .toList();
    assertTrue(ops.contains("Conv2D") && ops.contains("VarHandleOp"), ops.toString());
    for (String left : List.of("SaveV2", "RestoreV2", "AssignVariableOp", "TruncatedNormal")) {
      assertTrue(!ops.contains(left), left);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ReadFile", "WriteFile", "PyFunc", "EagerPyFunc", "PartitionedCall"})
  void strangeOperation_isRefusedUnlessTrusted(String op) throws Exception {
    change(graph -> graph.addNodeBuilder().setName("sly").setOp(op).addInput(RELU));

    var e = assertThrows(ModelFormatException.class, () -> ModuleReader.read(module));
    assertTrue(e.getMessage().contains(op + " (sly)"), e.getMessage());
    assertTrue(e.getMessage().contains("ModelSource.trusted()"), e.getMessage());
    assertEquals(GraphProof.TRUSTED, ModuleReader.read(module, true).computation().proof());
  }

  @Test
  void strangeOperationInAFunction_isRefused() throws Exception {
    change(
        graph ->
            graph
                .getLibraryBuilder()
                .addFunctionBuilder()
                .addNodeDefBuilder()
                .setName("sly")
                .setOp("WriteFile"));
    var e = assertThrows(ModelFormatException.class, () -> ModuleReader.read(module));
    assertTrue(e.getMessage().contains("WriteFile (sly)"), e.getMessage());
  }

  /** Graphs usually have a saver, but no result may depend on it. */
  @Test
  void saverThatRunsWithEveryImage_isRefused() throws Exception {
    change(
        graph -> {
          String save =
              graph.getNodeList().stream()
                  .filter(node -> node.getOp().equals("SaveV2"))
                  .findFirst()
                  .orElseThrow()
                  .getName();
          node(graph, RELU, relu -> relu.addInput("^" + save));
        });
    var e = assertThrows(ModelFormatException.class, () -> ModuleReader.read(module));
    assertTrue(e.getMessage().contains("SaveV2"), e.getMessage());
  }

  @Test
  void changedEpsilonOfBatchNorm_isDetected() throws Exception {
    String name = RELU.replace("/Relu", "/BatchNorm/FusedBatchNormV3");
    change(
        graph ->
            node(
                graph,
                name,
                norm -> norm.putAttr("epsilon", AttrValue.newBuilder().setF(0.1f).build())));
    assertWrong("computes different numbers from Inception V2", "is off by");
  }

  @Test
  void branchesInAnotherOrder_areDetected() throws Exception {
    change(
        graph ->
            node(
                graph,
                "InceptionV2/InceptionV2/Mixed_4e/concat",
                concat -> {
                  String first = concat.getInput(0);
                  concat.setInput(0, concat.getInput(1)).setInput(1, first);
                }));
    assertWrong("computes different numbers from Inception V2");
  }

  @Test
  void variablesOfAnotherLayer_areDetected() throws Exception {
    String branch = "InceptionV2/InceptionV2/Mixed_4c/Branch_%d/Conv2d_0a_1x1/BatchNorm/";
    String read = branch + "FusedBatchNormV3/ReadVariableOp";
    change(
        graph ->
            node(
                graph,
                String.format(branch, 1) + "FusedBatchNormV3",
                norm -> norm.setInput(3, String.format(read, 2))));
    assertWrong("computes different numbers from Inception V2");
  }

  @Test
  void scaledInput_isDetected() throws Exception {
    change(
        graph ->
            node(
                graph,
                "hub_input/Mul/y",
                two -> {
                  AttrValue.Builder value = two.getAttrOrThrow("value").toBuilder();
                  value.getTensorBuilder().setFloatVal(0, 2.01f);
                  two.putAttr("value", value.build());
                }));
    assertWrong("computes different numbers from Inception V2");
  }

  /** (x - 0.5) * 2 instead of x * 2 - 1: different operations, but the same numbers. */
  @Test
  void graphWrittenInAnotherWay_isProvenByItsNumbers() throws Exception {
    change(GraphProofTest::scaleTheOtherWay);
    InceptionModule read = ModuleReader.read(module);

    assertEquals(GraphProof.UNPROVEN, read.computation().proof());
    HubModuleTest.assertGolden(read);
  }

  /** TensorFlow merges handles without a name into one variable. */
  @Test
  void variablesWithoutSharedName_stayApart() throws Exception {
    change(
        graph -> {
          for (NodeDef.Builder node : graph.getNodeBuilderList()) {
            if (node.getOp().equals("VarHandleOp")
                && node.getName().contains("Mixed_3b/Branch_1")) {
              node.putAttr("shared_name", AttrValue.getDefaultInstance());
            }
          }
        });
    HubModuleTest.assertGolden(ModuleReader.read(module));
  }

  @Test
  void controlInput_isNotRun() throws Exception {
    change(
        graph -> {
          graph.addNode(graph.getNode(0).toBuilder().setName("sly"));
          node(graph, RELU, relu -> relu.addInput("^sly"));
        });
    GraphDef run = ModuleReader.read(module).computation().graph();
    assertTrue(run.getNodeList().stream().noneMatch(node -> node.getName().equals("sly")));
    HubModuleTest.assertGolden(ModuleReader.read(module));
  }

  /** This padding differs from the network's at odd sizes only. */
  @Test
  void paddingForEvenSizesOnly_isDetected() throws Exception {
    change(
        graph -> {
          AttrValue.Builder pads = AttrValue.newBuilder();
          List.of(0L, 0L, 0L, 1L, 0L, 1L, 0L, 0L).forEach(pads.getListBuilder()::addI);
          node(
              graph,
              "InceptionV2/InceptionV2/Mixed_4a/Branch_0/Conv2d_1a_3x3/Conv2D",
              conv ->
                  conv.putAttr("padding", text("EXPLICIT"))
                      .putAttr("explicit_paddings", pads.build()));
        });
    assertWrong("cannot compute what its signatures promise");
  }

  private static AttrValue text(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }

  /** Each signature may read its images from its own tensor. */
  @Test
  void scaledInputOfOneSignature_isDetected() throws Exception {
    changeAll(
        graph -> {
          addSecondNetwork(graph.getGraphDefBuilder());
          node(graph.getGraphDefBuilder(), "second/hub_input/Mul/y", two -> setFloat(two, 2.01f));
          SignatureDef.Builder features =
              graph.getSignatureDefOrThrow("image_feature_vector").toBuilder();
          features.putInputs("images", second(features.getInputsOrThrow("images")));
          features
              .getOutputsMap()
              .forEach((name, output) -> features.putOutputs(name, second(output)));
          graph.putSignatureDef("image_feature_vector", features.build());
        });
    assertWrong("computes different numbers from Inception V2", "second/");
  }

  private static TensorInfo second(TensorInfo tensor) {
    return tensor.toBuilder().setName("second/" + tensor.getName()).build();
  }

  /** Adds a copy of the network that shares the variables. */
  private static void addSecondNetwork(GraphDef.Builder graph) {
    Set<String> handles =
        graph.getNodeList().stream()
            .filter(node -> node.getOp().equals("VarHandleOp"))
            .map(NodeDef::getName)
            .collect(Collectors.toSet());
    for (NodeDef node : graph.build().getNodeList()) {
      if (!handles.contains(node.getName())) {
        NodeDef.Builder copy = node.toBuilder().setName("second/" + node.getName()).clearInput();
        for (String input : node.getInputList()) {
          String name = input.replace("^", "");
          String prefix = input.startsWith("^") ? "^" : "";
          copy.addInput(handles.contains(name) ? input : prefix + "second/" + name);
        }
        graph.addNode(copy);
      }
    }
  }

  /** One enormous result must not mask the differences of the others. */
  @Test
  void enormousBias_doesNotHideWrongNumbers() throws Exception {
    rewrite("InceptionV2/Logits/Conv2d_1c_1x1/biases", -1e30f);
    change(graph -> node(graph, "hub_input/Mul/y", two -> setFloat(two, 2.01f)));
    assertWrong("computes different numbers from Inception V2");
  }

  static void scaleTheOtherWay(GraphDef.Builder graph) {
    node(graph, "hub_input/Sub/y", one -> setFloat(one, 0.5f));
    node(
        graph,
        "hub_input/Mul",
        doubled -> doubled.setInput(0, "hub_input/Shifted").setInput(1, "hub_input/Mul/y"));
    node(graph, "hub_input/Sub", sub -> sub.setInput(0, "hub_input/images"));
    node(graph, "hub_input/Sub", sub -> sub.setName("hub_input/Shifted"));
    for (NodeDef.Builder node : graph.getNodeBuilderList()) {
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals("hub_input/Sub")) {
          node.setInput(i, "hub_input/Mul");
        }
      }
    }
  }

  private static void setFloat(NodeDef.Builder constant, float number) {
    AttrValue.Builder value = constant.getAttrOrThrow("value").toBuilder();
    value.getTensorBuilder().setFloatVal(0, number);
    constant.putAttr("value", value.build());
  }

  /** A trusted module may compute anything. */
  @Test
  void scaledInput_ofATrustedModule_isAccepted() throws Exception {
    change(graph -> node(graph, "hub_input/Mul/y", two -> setFloat(two, 2.01f)));
    OpenModules.open(ModuleReader.read(module, true)).close();
  }

  @Test
  void cycle_isRefused() throws Exception {
    change(
        graph ->
            node(
                graph,
                "InceptionV2/InceptionV2/Conv2d_1a_7x7/Relu",
                relu -> relu.setInput(0, RELU)));
    assertWrong("TensorFlow does not accept the graph");
  }

  @Test
  void twoNodesWithTheSameName_areRefused() throws Exception {
    change(graph -> graph.addNode(graph.getNode(0)));
    assertWrong("has two nodes named");
  }

  @Test
  void longChain_isFollowedToItsEnd() throws Exception {
    change(
        graph -> {
          String last = RELU;
          for (int i = 0; i < 20_000; i++) {
            String name = "chain" + i;
            graph
                .addNodeBuilder()
                .setName(name)
                .setOp("Identity")
                .addInput(last)
                .putAttr("T", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build());
            last = name;
          }
          String end = last;
          node(graph, "InceptionV2/InceptionV2/Mixed_4c/concat", concat -> concat.setInput(1, end));
        });
    assertEquals(GraphProof.SAME, ModuleReader.read(module).computation().proof());
  }

  @Test
  void negativeVariance_isRefused() throws Exception {
    String variance = "InceptionV2/Mixed_4c/Branch_1/Conv2d_0b_3x3/BatchNorm/moving_variance";
    rewrite(variance, -0.5f);
    assertWrong(variance + " has -0.5 at index 0, expected only finite numbers not below 0");
  }

  /** Rewrites the reference weights with another first number in one variable. */
  private void rewrite(String variable, float first) throws IOException {
    ReferenceWeights reference = new ReferenceWeights(1001);
    float[] values = reference.read(variable);
    values[0] = first;
    Weights changed =
        new HubModuleErrorsTest.Changed(reference, variable, reference.shape(variable), values);
    Files.delete(module.resolve("variables/variables.index"));
    Files.delete(module.resolve("variables/variables.data-00000-of-00001"));
    TensorBundleWriter.write(module.resolve("variables/variables"), changed, changed.names());
  }

  private void assertWrong(String... parts) {
    var e =
        assertThrows(
            ModelFormatException.class, () -> OpenModules.open(ModuleReader.read(module)).close());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  private void change(Consumer<GraphDef.Builder> change) throws IOException {
    changeAll(graph -> change.accept(graph.getGraphDefBuilder()));
  }

  private void changeAll(Consumer<MetaGraphDef.Builder> change) throws IOException {
    Path file = module.resolve("saved_model.pb");
    SavedModel.Builder saved = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    change.accept(saved.getMetaGraphsBuilder(0));
    Files.write(file, saved.build().toByteArray());
  }

  private static void node(GraphDef.Builder graph, String name, Consumer<NodeDef.Builder> change) {
    change.accept(
        graph.getNodeBuilderList().stream()
            .filter(node -> node.getName().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError(name)));
  }
}
