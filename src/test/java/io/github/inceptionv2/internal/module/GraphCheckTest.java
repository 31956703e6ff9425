package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.inceptionv2.internal.graph.GraphProof;
import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.inference.OpenModule;
import io.github.inceptionv2.internal.inference.OpenModules;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/**
 * A foreign graph reaches TensorFlow only if its operations are ones that this network could
 * contain. Several of the graphs tested here crashed the process, one of them after half a minute.
 */
class GraphCheckTest {

  private static final String STEM = "InceptionV2/InceptionV2/Conv2d_1a_7x7/";
  private static final String DEPTHWISE = STEM + "separable_conv2d/depthwise";
  private static final String RELU = STEM + "Relu";
  private static final String CONV = "InceptionV2/InceptionV2/Conv2d_2c_3x3/Conv2D";
  private static final String NORM =
      "InceptionV2/InceptionV2/Conv2d_2c_3x3/BatchNorm/FusedBatchNormV3";
  private static final String POOL = "InceptionV2/InceptionV2/MaxPool_2a_3x3/MaxPool";
  private static final String CONCAT = "InceptionV2/InceptionV2/Mixed_3b/concat";
  private static final String GLOBAL_POOL = "InceptionV2/Logits/global_pool";
  private static final String SQUEEZE = "InceptionV2/Logits/SpatialSqueeze";

  @TempDir static Path whole;

  private Path module;

  @BeforeAll
  static void write() throws Exception {
    ModuleWriter.write(InceptionModule.reference(1001), whole.resolve("module"));
  }

  /** Copies the graph, and links the variables, which no test changes. */
  @BeforeEach
  void copy(@TempDir Path directory) throws Exception {
    module = directory;
    Path from = whole.resolve("module");
    Path variables = Files.createDirectory(module.resolve("variables"));
    for (String file : List.of("variables.index", "variables.data-00000-of-00001")) {
      Files.createLink(variables.resolve(file), from.resolve("variables").resolve(file));
    }
    Files.copy(from.resolve("saved_model.pb"), module.resolve("saved_model.pb"));
  }

  static Stream<Arguments> hostileGraphs() {
    return Stream.of(
        attribute(depthwise(), "dilations", list(1, 1, 1L << 40, 1)),
        attribute(depthwise(), "dilations", list(1, 2, 2, 1)),
        attribute(CONV, "strides", list(1, 0, 0, 1)),
        attribute(CONV, "strides", list(1, 1L << 31, 1L << 31, 1)),
        attribute(CONV, "strides", list(2, 1, 1, 1)),
        attribute(CONV, "strides", list(1, 1)),
        attribute(CONV, "data_format", text("NCHW")),
        attribute(CONV, "T", type(DataType.DT_HALF)),
        attribute(CONV, "T", type(DataType.DT_INT64)),
        attribute(CONV, "explicit_paddings", list(0, 0, 1, 1, 1, 1, 0, 0)),
        attribute(CONV, "padding", text("EXPLICIT")),
        attribute(CONV, "use_cudnn_on_gpu", list(1)),
        attribute(CONV, "unheard_of", list(1)),
        attribute(POOL, "ksize", list(1, 0, 0, 1)),
        attribute(POOL, "ksize", list(1, 1L << 31, 3, 1)),
        attribute(POOL, "data_format", text("NCHW_VECT_C")),
        attribute(NORM, "epsilon", AttrValue.newBuilder().setF(Float.NaN).build()),
        attribute(NORM, "epsilon", AttrValue.newBuilder().setF(-1).build()),
        attribute(NORM, "is_training", AttrValue.newBuilder().setB(true).build()),
        attribute(NORM, "U", type(DataType.DT_HALF)),
        attribute(CONCAT, "N", AttrValue.newBuilder().setI(1L << 31).build()),
        attribute(SQUEEZE, "squeeze_dims", list(4)),
        attribute(SQUEEZE, "squeeze_dims", list(Long.MIN_VALUE)),
        graph("unsupported value of T", GraphCheckTest::hiddenAsAnotherType),
        graph("padding", GraphCheckTest::padExplicitly),
        graph("window of 64x64", GraphCheckTest::poolOfALargerWindow),
        graph("depth of the input", GraphCheckTest::filterOfAnotherDepth),
        graph("at most 7x7", graph -> put(graph, CONV, 1, constant(graph, 9, 9, 64, 192))),
        graph("an axis of 4 dimensions", graph -> put(graph, CONCAT, 4, integers(graph, 9))),
        graph("the same number of elements", graph -> reshape(graph, -5)),
        graph("the same number of elements", graph -> reshape(graph, 0)),
        graph("the same number of elements", graph -> reshape(graph, Integer.MAX_VALUE)),
        graph("bytes of memory", GraphCheckTest::hugeProduct),
        graph("bytes of memory", GraphCheckTest::doubled),
        graph("bytes of memory", graph -> add(graph, constant(graph, 1 << 30, 1, 1, 1))),
        graph("multiplications", GraphCheckTest::convolveOften),
        graph("at most four positive lengths", graph -> add(graph, constant(graph, -1))),
        graph("at most four positive lengths", graph -> add(graph, constant(graph, 0))),
        graph("shapes that can be broadcast", graph -> add(graph, constant(graph, 7))),
        graph("the first output of a node", graph -> put(graph, RELU, 0, NORM + ":1")),
        graph("takes nowhere, which does not exist", graph -> put(graph, RELU, 0, "nowhere")),
        graph("would run, but Inception V2 has no such operation", GraphCheckTest::placeholder),
        graph("depends on itself", graph -> put(graph, POOL, 0, CONCAT)),
        graph("operations, 8 times as many", GraphCheckTest::chain));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileGraphs")
  void hostileGraph_isRefusedBeforeTensorFlowSeesIt(
      String expected, Consumer<GraphDef.Builder> change) throws Exception {
    change(GraphCheckTest::scaleTheOtherWay);
    change(change);
    var e = assertThrows(ModelFormatException.class, () -> ModuleReader.read(module));
    assertTrue(
        e.getMessage().contains(expected)
            && e.getMessage().contains("cannot compute what its signatures promise")
            && e.getMessage().contains("ModelSource.trusted()"),
        e.getMessage());
  }

  @Test
  void hugeBatchOfASignature_isRefused() throws Exception {
    change(GraphCheckTest::scaleTheOtherWay);
    changeAll(graph -> fix(graph, 0, 1L << 40));
    var e = assertThrows(ModelFormatException.class, () -> ModuleReader.read(module));
    assertTrue(e.getMessage().contains("batches of 1099511627776 images"), e.getMessage());
  }

  @Test
  void imagesInPlaceOfAVariable_areRefused() throws Exception {
    changeAll(
        graph -> {
          SignatureDef.Builder signature =
              graph.getSignatureDefOrThrow("image_classification").toBuilder();
          var images = signature.getInputsOrThrow("images").toBuilder();
          images.setName("InceptionV2/Logits/Conv2d_1c_1x1/biases:0");
          signature.putInputs("images", images.build());
          graph.putSignatureDef("image_classification", signature.build());
        });
    var e = assertThrows(ModelFormatException.class, () -> ModuleReader.read(module));
    assertTrue(e.getMessage().contains("expected a placeholder"), e.getMessage());
  }

  /** Attributes and devices that address TensorFlow's runtime are dropped. */
  @Test
  void rewrittenGraph_keepsOnlyKnownAttributes() throws Exception {
    change(
        graph -> {
          scaleTheOtherWay(graph);
          for (NodeDef.Builder node : graph.getNodeBuilderList()) {
            node.setDevice("/device:GPU:7").putAttr("_XlaCompile", text("yes"));
          }
          graph.getVersionsBuilder().setProducer(1).setMinConsumer(5);
        });
    InceptionModule read = ModuleReader.read(module);

    assertEquals(GraphProof.UNPROVEN, read.computation().proof());
    assertEquals(27, read.computation().graph().getVersions().getProducer());
    Set<String> attributes = new HashSet<>();
    for (NodeDef node : read.computation().graph().getNodeList()) {
      assertEquals("", node.getDevice());
      attributes.addAll(node.getAttrMap().keySet());
    }
    assertTrue(attributes.stream().noneMatch(name -> name.startsWith("_")), "" + attributes);
  }

  /** A foreign graph that equals ours never reaches TensorFlow: ours runs instead. */
  @Test
  void sameGraph_isReplacedByOurOwn() throws Exception {
    change(
        graph -> {
          for (NodeDef.Builder node : graph.getNodeBuilderList()) {
            node.setName("scope/" + node.getName()).setDevice("/device:GPU:7");
            for (int i = 0; i < node.getInputCount(); i++) {
              node.setInput(i, node.getInput(i).replaceFirst("^\\^?", "$0scope/"));
            }
          }
        });
    changeAll(
        graph -> {
          for (String name : List.copyOf(graph.getSignatureDefMap().keySet())) {
            SignatureDef.Builder signature = graph.getSignatureDefOrThrow(name).toBuilder();
            for (var in : signature.build().getInputsMap().entrySet()) {
              signature.putInputs(
                  in.getKey(),
                  in.getValue().toBuilder().setName("scope/" + in.getValue().getName()).build());
            }
            for (var out : signature.build().getOutputsMap().entrySet()) {
              signature.putOutputs(
                  out.getKey(),
                  out.getValue().toBuilder().setName("scope/" + out.getValue().getName()).build());
            }
            graph.putSignatureDef(name, signature.build());
          }
        });
    InceptionModule read = ModuleReader.read(module);

    assertEquals(GraphProof.SAME, read.computation().proof());
    assertTrue(
        read.computation().graph().getNodeList().stream()
            .noneMatch(node -> node.getName().startsWith("scope/") || !node.getDevice().isEmpty()));
  }

  /** A correct graph may hide shapes from TensorFlow; the checks use the shapes that it hides. */
  @Test
  void hiddenShapeOfACorrectGraph_isAccepted() throws Exception {
    change(
        graph -> {
          scaleTheOtherWay(graph);
          put(graph, CONV, 0, hidden(graph, input(graph, CONV, 0)));
        });
    OpenModules.open(ModuleReader.read(module)).close();
  }

  /** TF-Slim's own global pool has a window of 7x7, which fits images of 224x224. */
  @Test
  void globalPoolOfAFixedWindow_isAcceptedAtItsSize() throws Exception {
    change(GraphCheckTest::poolAsTfSlim);
    assertOpensAt224Only();
  }

  @Test
  void globalPoolOfAFixedWindow_isAcceptedWithAFixedSize() throws Exception {
    change(GraphCheckTest::poolAsTfSlim);
    changeAll(
        graph -> {
          fix(graph, 1, 224);
          fix(graph, 2, 224);
        });
    assertOpensAt224Only();
  }

  private void assertOpensAt224Only() throws IOException {
    InceptionModule read = ModuleReader.read(module);
    assertEquals(GraphProof.UNPROVEN, read.computation().proof());
    HubModuleTest.assertGolden(read);
    try (OpenModule open = OpenModules.open(read);
        ImageBatch large = new ImageBatch(Tensors.of(new float[288 * 288 * 3], 1, 288, 288, 3))) {
      List<Role> logits = List.of(read.roles().logits().orElseThrow());
      var e = assertThrows(IllegalArgumentException.class, () -> open.run(large, logits));
      assertTrue(e.getMessage().contains("images of shape [1, 288, 288, 3]"), e.getMessage());
    }
  }

  /** The same pool gets inputs that are wrong by a three-hundredth. */
  @Test
  void globalPoolOfAFixedWindow_doesNotHideWrongNumbers() throws Exception {
    change(
        graph -> {
          poolAsTfSlim(graph);
          setFloat(find(graph, "hub_input/Mul/y"), 2.006f);
        });
    InceptionModule read = ModuleReader.read(module);
    var e = assertThrows(ModelFormatException.class, () -> OpenModules.open(read).close());
    assertTrue(e.getMessage().contains("computes different numbers"), e.getMessage());
  }

  /** Correct logits do not make wrong probabilities acceptable. */
  @Test
  void wrongProbabilities_areDetected() throws Exception {
    change(
        graph -> {
          String factor = constant(graph);
          setFloat(find(graph, factor), 1.01f);
          String softmax = "InceptionV2/Predictions/Softmax";
          String scaled = operation(graph, "Mul", input(graph, softmax, 0), factor);
          put(graph, softmax, 0, scaled);
        });
    InceptionModule read = ModuleReader.read(module);
    var e = assertThrows(ModelFormatException.class, () -> OpenModules.open(read).close());
    assertTrue(e.getMessage().contains("Predictions/Softmax"), e.getMessage());
  }

  private static void poolAsTfSlim(GraphDef.Builder graph) {
    NodeDef.Builder pool = find(graph, GLOBAL_POOL);
    String input = pool.getInput(0);
    pool.setOp("AvgPool")
        .clearInput()
        .addInput(input)
        .clearAttr()
        .putAttr("T", type(DataType.DT_FLOAT))
        .putAttr("ksize", list(1, 7, 7, 1))
        .putAttr("strides", list(1, 1, 1, 1))
        .putAttr("padding", text("VALID"));
  }

  private static void padExplicitly(GraphDef.Builder graph) {
    find(graph, CONV)
        .putAttr("padding", text("EXPLICIT"))
        .putAttr("explicit_paddings", list(0, 0, Integer.MAX_VALUE, 2, 2, 65_535, 0, 0));
  }

  private static void poolOfALargerWindow(GraphDef.Builder graph) {
    put(
        graph,
        "InceptionV2/InceptionV2/Mixed_5a/Branch_2/MaxPool_1a_3x3/MaxPool",
        0,
        hidden(
            graph,
            input(graph, "InceptionV2/InceptionV2/Mixed_5a/Branch_2/MaxPool_1a_3x3/MaxPool", 0)));
    find(graph, "InceptionV2/InceptionV2/Mixed_5a/Branch_2/MaxPool_1a_3x3/MaxPool")
        .putAttr("ksize", list(1, 64, 64, 1))
        .putAttr("padding", text("VALID"));
  }

  private static void hiddenAsAnotherType(GraphDef.Builder graph) {
    String hidden = hidden(graph, input(graph, CONV, 0));
    find(graph, hidden).putAttr("dtype", type(DataType.DT_COMPLEX64));
    put(graph, CONV, 0, hidden);
  }

  private static void filterOfAnotherDepth(GraphDef.Builder graph) {
    put(graph, depthwise(), 1, hidden(graph, constant(graph, 7, 7, 64, 8)));
  }

  /** Adds a single multiplication with a result of 2 GB. */
  private static void hugeProduct(GraphDef.Builder graph) {
    String square = operation(graph, "Mul", constant(graph, 22_000, 1), constant(graph, 1, 22_000));
    add(graph, operation(graph, "Mean", square, integers(graph, List.of(0, 1))));
  }

  private static void doubled(GraphDef.Builder graph) {
    String last = constant(graph, 1);
    for (int i = 0; i < 40; i++) {
      String both = operation(graph, "ConcatV2", last, last, integers(graph, 0));
      find(graph, both).putAttr("N", AttrValue.newBuilder().setI(2).build());
      last = both;
    }
    add(graph, operation(graph, "Mean", last, integers(graph, List.of(0))));
  }

  private static void convolveOften(GraphDef.Builder graph) {
    for (int i = 0; i < 8; i++) {
      String wide =
          operation(graph, "Conv2D", input(graph, POOL, 0), constant(graph, 7, 7, 64, 64));
      find(graph, wide).putAttr("strides", list(1, 1, 1, 1)).putAttr("padding", text("SAME"));
      put(graph, POOL, 0, wide);
    }
  }

  private static void reshape(GraphDef.Builder graph, int length) {
    put(
        graph,
        POOL,
        0,
        operation(
            graph, "Reshape", input(graph, POOL, 0), integers(graph, List.of(-1, length, 1, 64))));
  }

  private static void placeholder(GraphDef.Builder graph) {
    graph
        .addNodeBuilder()
        .setName("open")
        .setOp("Placeholder")
        .putAttr("dtype", type(DataType.DT_FLOAT));
    add(graph, "open");
  }

  private static void chain(GraphDef.Builder graph) {
    String last = input(graph, POOL, 0);
    for (int i = 0; i < 10_000; i++) {
      last = operation(graph, "Identity", last);
    }
    put(graph, POOL, 0, last);
  }

  /** Adds {@code tensor} to the result of the first layer. */
  private static void add(GraphDef.Builder graph, String tensor) {
    put(graph, POOL, 0, operation(graph, "Add", input(graph, POOL, 0), tensor));
  }

  private static String hidden(GraphDef.Builder graph, String tensor) {
    AttrValue.Builder unknown = AttrValue.newBuilder();
    unknown.getShapeBuilder().setUnknownRank(true);
    String name = operation(graph, "PlaceholderWithDefault", tensor);
    find(graph, name)
        .removeAttr("T")
        .putAttr("dtype", type(DataType.DT_FLOAT))
        .putAttr("shape", unknown.build());
    return name;
  }

  private static String operation(GraphDef.Builder graph, String op, String... inputs) {
    String name = "added" + graph.getNodeCount();
    graph
        .addNodeBuilder()
        .setName(name)
        .setOp(op)
        .addAllInput(List.of(inputs))
        .putAttr("T", type(DataType.DT_FLOAT));
    return name;
  }

  private static String constant(GraphDef.Builder graph, long... shape) {
    String name = operation(graph, "Const");
    AttrValue.Builder value = AttrValue.newBuilder();
    value.getTensorBuilder().setDtype(DataType.DT_FLOAT).addFloatVal(1e-6f);
    value.getTensorBuilder().getTensorShapeBuilder();
    for (long length : shape) {
      value.getTensorBuilder().getTensorShapeBuilder().addDimBuilder().setSize(length);
    }
    find(graph, name)
        .clearAttr()
        .putAttr("dtype", type(DataType.DT_FLOAT))
        .putAttr("value", value.build());
    return name;
  }

  private static String integers(GraphDef.Builder graph, int scalar) {
    return integers(graph, List.of(scalar), false);
  }

  private static String integers(GraphDef.Builder graph, List<Integer> values) {
    return integers(graph, values, true);
  }

  private static String integers(GraphDef.Builder graph, List<Integer> values, boolean isVector) {
    String name = operation(graph, "Const");
    AttrValue.Builder value = AttrValue.newBuilder();
    value.getTensorBuilder().setDtype(DataType.DT_INT32).addAllIntVal(values);
    value.getTensorBuilder().getTensorShapeBuilder();
    if (isVector) {
      value.getTensorBuilder().getTensorShapeBuilder().addDimBuilder().setSize(values.size());
    }
    find(graph, name)
        .clearAttr()
        .putAttr("dtype", type(DataType.DT_INT32))
        .putAttr("value", value.build());
    return name;
  }

  private static void scaleTheOtherWay(GraphDef.Builder graph) {
    GraphProofTest.scaleTheOtherWay(graph);
  }

  private static void setFloat(NodeDef.Builder constant, float number) {
    AttrValue.Builder value = constant.getAttrOrThrow("value").toBuilder();
    value.getTensorBuilder().setFloatVal(0, number);
    constant.putAttr("value", value.build());
  }

  private static String depthwise() {
    return DEPTHWISE;
  }

  private static Arguments attribute(String node, String name, AttrValue value) {
    return graph(name, graph -> find(graph, node).putAttr(name, value));
  }

  private static Arguments graph(String expected, Consumer<GraphDef.Builder> change) {
    return Arguments.of(expected, change);
  }

  private static void put(GraphDef.Builder graph, String node, int i, String input) {
    find(graph, node).setInput(i, input);
  }

  private static String input(GraphDef.Builder graph, String node, int i) {
    return find(graph, node).getInput(i);
  }

  private static NodeDef.Builder find(GraphDef.Builder graph, String name) {
    return graph.getNodeBuilderList().stream()
        .filter(node -> node.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name));
  }

  private static void fix(MetaGraphDef.Builder graph, int dimension, long length) {
    for (String name : List.copyOf(graph.getSignatureDefMap().keySet())) {
      SignatureDef.Builder signature = graph.getSignatureDefOrThrow(name).toBuilder();
      var images = signature.getInputsOrThrow("images").toBuilder();
      images.getTensorShapeBuilder().getDimBuilder(dimension).setSize(length);
      graph.putSignatureDef(name, signature.putInputs("images", images.build()).build());
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

  private static AttrValue list(long... numbers) {
    AttrValue.Builder value = AttrValue.newBuilder();
    for (long number : numbers) {
      value.getListBuilder().addI(number);
    }
    return value.build();
  }

  private static AttrValue text(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }
}
