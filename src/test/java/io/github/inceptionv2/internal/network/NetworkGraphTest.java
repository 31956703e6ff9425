package io.github.inceptionv2.internal.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

class NetworkGraphTest {

  private final NetworkGraph network = NetworkBuilder.build(Form.INFERENCE, 1001);

  @Test
  void variables_areThoseOfTheReference() {
    Map<String, List<Long>> expected = new TreeMap<>();
    Golden.numbers()
        .getAsJsonObject("variables")
        .entrySet()
        .forEach(entry -> expected.put(entry.getKey(), Golden.longs(entry.getValue())));
    Map<String, List<Long>> actual = new TreeMap<>();
    network.variables().forEach(variable -> actual.put(variable.name(), variable.shape()));

    assertEquals(277, network.variables().size());
    assertEquals(expected, actual);
  }

  /** The hash is that of the list published for TF-Slim's checkpoint, not of our own output. */
  @Test
  void namesAndShapes_haveThePublishedHash() throws Exception {
    String lines =
        network.variables().stream()
            .map(variable -> variable.name() + " " + variable.shape().toString().replace(" ", ""))
            .sorted()
            .collect(Collectors.joining("\n", "", "\n"));
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.US_ASCII));

    assertEquals(
        "c4e6f4bcfa0f30c9fedc8ce0e105840f9431220a2a4d01147b9a9b3b6d47d8c0",
        HexFormat.of().formatHex(hash));
  }

  /** 10,173,112 is the constant in TF-Slim's own test. */
  @Test
  void counts_areThoseOfTfSlim() {
    List<VariableSpec> features = NetworkBuilder.variables(0);

    assertEquals(275, features.size());
    assertEquals(10_173_112, sum(features));
    assertEquals(11_199_137, sum(network.variables()));
    assertEquals(141, network.variables().stream().filter(VariableSpec::trainable).count());
    assertEquals(139, features.stream().filter(VariableSpec::trainable).count());
  }

  @Test
  void isWhole_networkThatBeginsWithImages() {
    assertTrue(NetworkBuilder.build(Form.TRAINING, 0).isWhole());
    assertTrue(NetworkBuilder.buildFolded(5, Kernels.SEPARATE).isWhole());
    assertTrue(!NetworkBuilder.buildHead(Form.TRAINING, 5).isWhole());
  }

  /** TensorFlow replaces Conv2D by oneDNN's kernels, but not Conv. */
  @Test
  void eigen_namesTheGeneralConvolution() {
    Map<String, Long> counts =
        NetworkBuilder.buildFolded(5, Kernels.EIGEN).graph().getNodeList().stream()
            .map(NodeDef::getOp)
            .filter(op -> op.contains("Conv"))
            .collect(Collectors.groupingBy(op -> op, Collectors.counting()));

    assertEquals(Map.of("Conv", 70L, "Conv2D", 1L), counts, "only the logits are a Conv2D");
  }

  /** Each renamed operation has the label of oneDNN's kernels. */
  @Test
  void oneDnnNames_reachTheOperationsOfTraining() {
    GraphDef named = OneDnnNames.in(NetworkBuilder.build(Form.TRAINING, 5).graph());
    Map<String, Long> counts =
        named.getNodeList().stream()
            .filter(node -> node.getOp().startsWith("_Mkl"))
            .peek(node -> assertTrue(node.containsAttr("_kernel"), node.getName()))
            .collect(Collectors.groupingBy(NodeDef::getOp, Collectors.counting()));

    assertEquals(
        Map.of(
            "_MklNativeConv2D", 70L,
            "_MklNativeDepthwiseConv2dNative", 1L,
            "_MklNativeFusedBatchNormV3", 68L,
            "_MklNativeAvgPool", 7L,
            "_MklNativeMaxPool", 5L),
        counts);
  }

  @Test
  void oneDnnNames_giveTheGradientThePositionsOfMaxima() {
    NodeDef gradient =
        NodeDef.newBuilder()
            .setOp("MaxPoolGrad")
            .addInput("x")
            .addInput("pooled")
            .addInput("gradient")
            .putAttr("T", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
            .build();
    NodeDef named = OneDnnNames.in(GraphDef.newBuilder().addNode(gradient).build()).getNode(0);

    assertEquals("_MklNativeMaxPoolGrad", named.getOp());
    assertEquals(List.of("x", "pooled", "gradient", "pooled:1"), named.getInputList());
  }

  /** The speed comes from the label and the constant filter. */
  @Test
  void foldedNetwork_runsEachConvolutionButTheLogitsInOneDnn() {
    List<NodeDef> convolutions =
        NetworkBuilder.buildFolded(1001, Kernels.ONEDNN).graph().getNodeList().stream()
            .filter(node -> node.getOp().contains("Conv2D"))
            .toList();
    Map<String, Long> counts =
        convolutions.stream().collect(Collectors.groupingBy(NodeDef::getOp, Collectors.counting()));

    assertEquals(
        Map.of("_MklNativeFusedConv2D", 69L, "_MklNativeConv2D", 1L, "Conv2D", 1L), counts);
    for (NodeDef node : convolutions) {
      if (node.getName().equals("InceptionV2/Logits/Conv2d_1c_1x1/Conv2D")) {
        continue;
      }
      assertTrue(node.getAttrOrThrow("is_filter_const").getB(), node.getName());
      assertEquals("MklNameChangeOp", node.getAttrOrThrow("_kernel").getS().toStringUtf8());
    }
  }

  @Test
  void weightDecay_reachesEveryConvolutionButTheStem() {
    assertEquals(69, network.regularizationLosses().size());
    assertEquals(68, NetworkBuilder.build(Form.INFERENCE, 0).regularizationLosses().size());
  }

  @Test
  void trainingForm_updatesEachMovingAverage() {
    assertEquals(136, NetworkBuilder.build(Form.TRAINING, 1001).updates().size());
    assertEquals(List.of(), network.updates());
  }

  /** The standard deviations that TF-Slim's variance scaling gives, from the layer table. */
  @Test
  void freshWeights_startAsInTfSlim() {
    assertEquals(0.067185, deviation("InceptionV2/Conv2d_2c_3x3/weights"), 5e-7);
    assertEquals(0.10, deviation("InceptionV2/Conv2d_2b_1x1/weights"), 0);
    assertEquals(0.09, deviation("InceptionV2/Mixed_3b/Branch_1/Conv2d_0a_1x1/weights"), 0);
    assertEquals(0.10, deviation("InceptionV2/Mixed_5c/Branch_3/Conv2d_0b_1x1/weights"), 0);
    assertEquals(0.033593, deviation("InceptionV2/Mixed_5a/Branch_1/Conv2d_1a_3x3/weights"), 5e-7);
    assertEquals(0.050389, deviation("InceptionV2/Logits/Conv2d_1c_1x1/weights"), 5e-7);
    assertEquals(1.0, deviation("InceptionV2/Conv2d_1a_7x7/depthwise_weights"), 0);
  }

  @ParameterizedTest
  @EnumSource
  void everyInput_isANodeWrittenBefore(Form form) {
    Set<String> written = new HashSet<>();
    for (NodeDef node : NetworkBuilder.build(form, 1001).graph().getNodeList()) {
      for (String input : node.getInputList()) {
        assertTrue(written.contains(input.replaceAll("^\\^|:\\d+$", "")), node.getName());
      }
      assertTrue(written.add(node.getName()), "duplicate: " + node.getName());
    }
  }

  @Test
  void negativeClasses_areRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> NetworkBuilder.build(Form.INFERENCE, -1));
    assertEquals("classes (-1) must not be negative", e.getMessage());
  }

  private double deviation(String name) {
    VariableSpec variable =
        network.variables().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
    return ((Initializer.TruncatedNormal) variable.initializer()).standardDeviation();
  }

  private static long sum(List<VariableSpec> variables) {
    return variables.stream().mapToLong(VariableSpec::size).sum();
  }
}
