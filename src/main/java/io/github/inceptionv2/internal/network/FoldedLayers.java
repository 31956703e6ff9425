package io.github.inceptionv2.internal.network;

import static io.github.inceptionv2.internal.network.Architecture.BASE;
import static io.github.inceptionv2.internal.network.Architecture.LOGITS;
import static io.github.inceptionv2.internal.network.Architecture.SCOPE;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;

/**
 * Layers for inference into whose weights batch norm was folded: a convolution has its {@code
 * weights} and {@code biases}, nothing else.
 */
final class FoldedLayers implements LayerWriter {

  private final GraphWriter nodes;
  private final VariableWriter variables;
  private final Kernels kernels;

  /** The type of all numbers before the logits. */
  private final DataType type;

  /** The float32 form of tensors of another type. */
  private final Map<String, String> inFloats = new HashMap<>();

  FoldedLayers(GraphWriter nodes, NetworkParts parts, Kernels kernels) {
    this.nodes = nodes;
    this.variables = new VariableWriter(nodes, parts.variables);
    this.kernels = kernels;
    this.type = kernels.type() == NumberType.BFLOAT16 ? DataType.DT_BFLOAT16 : DataType.DT_FLOAT;
  }

  /**
   * The depthwise convolution is written as a dense one of three input channels, most of whose
   * weights are zero: TensorFlow's depthwise kernel takes longer for it than that.
   */
  @Override
  public String stem(String path, SeparableConvolution stem, String input, long channels) {
    String scope = SCOPE + "/" + path + "/";
    String separable = BASE + path + "/separable_conv2d";
    int between = Math.toIntExact(channels) * stem.multiplier();
    Convolution spread = new Convolution(path, stem.kernel(), stem.stride(), between, null);
    Convolution mix = new Convolution(path, 1, 1, stem.depth(), null);
    String depthwise =
        convolve(
            separable + "/depthwise",
            spread,
            typed(separable, input),
            weights(scope + "depthwise_weights", spread, channels));
    return activated(
        BASE + path,
        mix,
        depthwise,
        weights(scope + "pointwise_weights", mix, between),
        biases(scope + "biases", mix));
  }

  @Override
  public String convolution(String path, Convolution convolution, String input, long channels) {
    String scope = SCOPE + "/" + path + "/";
    return activated(
        BASE + path,
        convolution,
        input,
        weights(scope + "weights", convolution, channels),
        biases(scope + "biases", convolution));
  }

  /**
   * By TensorFlow's plain operation. It keeps what oneDNN made for a convolution by its sizes and
   * what is fused to it, not by whether its weights are constant. This one, unlike the others, has
   * the sizes and nothing fused that it has in other graphs, such as those of explanations; beside
   * them it would be computed now in the one way, now in the other, with other last digits.
   */
  @Override
  public String logits(String input, long channels, int classes) {
    String scope = LOGITS + "Conv2d_1c_1x1";
    Convolution convolution = new Convolution(scope, 1, 1, classes, null);
    DataType floats = DataType.DT_FLOAT;
    String weights = variable(scope + "/weights", floats, 1, 1, channels, classes);
    String convolved =
        Windows.of(node("Conv2D", scope + "/Conv2D", floats), convolution).in(input, weights).add();
    return node("BiasAdd", scope + "/BiasAdd", floats)
        .in(convolved, variable(scope + "/biases", floats, classes))
        .add();
  }

  /** In float32, oneDNN's is twice as fast for averages; for maxima it is no faster. */
  @Override
  public String pool(String name, Pool pool, String input) {
    boolean isOneDnn =
        kernels.isOneDnn() && (pool.kind() == Pool.Kind.AVERAGE || type == DataType.DT_BFLOAT16);
    String op = pool.kind().op();
    GraphWriter.Node node =
        isOneDnn ? oneDnn(node("_MklNative" + op, name, type)) : node(op, name, type);
    return Windows.of(node.in(input), pool).add();
  }

  @Override
  public String join(String name, List<String> ends, String axis) {
    return node("ConcatV2", name, type).in(ends).in(axis).integer("N", ends.size()).add();
  }

  @Override
  public String floats(String tensor) {
    return type == DataType.DT_FLOAT
        ? tensor
        : inFloats.computeIfAbsent(
            tensor, key -> cast(key + "/floats", key, type, DataType.DT_FLOAT));
  }

  /** The images in the type of the layers. */
  private String typed(String scope, String images) {
    return type == DataType.DT_FLOAT
        ? images
        : cast(scope + "/cast", images, DataType.DT_FLOAT, type);
  }

  private String cast(String name, String input, DataType from, DataType to) {
    return nodes.node("Cast", name).in(input).type("SrcT", from).type("DstT", to).add();
  }

  private String weights(String name, Convolution convolution, long channels) {
    int size = convolution.kernel();
    return variable(name, type, size, size, channels, convolution.depth());
  }

  private String biases(String name, Convolution convolution) {
    return variable(name, type, convolution.depth());
  }

  private String variable(String name, DataType ofValues, long... shape) {
    String handle = variables.addBare(name, ofValues, shape);
    return variables.read(name + "/ReadVariableOp", handle, ofValues);
  }

  /** Convolution, bias and ReLU. */
  private String activated(
      String scope, Convolution convolution, String input, String weights, String biases) {
    if (kernels == Kernels.SEPARATE) {
      String convolved = convolve(scope, convolution, input, weights);
      String biased = node("BiasAdd", scope + "/BiasAdd", type).in(convolved, biases).add();
      return node("Relu", scope + "/Relu", type).in(biased).add();
    }
    String name = scope + "/Relu";
    GraphWriter.Node node =
        kernels.isOneDnn()
            ? oneDnnConvolution(node("_MklNativeFusedConv2D", name, type))
            : node("_FusedConv2D", name, type);
    return Windows.of(node, convolution)
        .in(input, weights, biases)
        .integer("num_args", 1)
        .types("TArgs", type, 1)
        .texts("fused_ops", List.of("BiasAdd", "Relu"))
        .add();
  }

  private String convolve(String scope, Convolution convolution, String input, String weights) {
    String name = scope + "/Conv2D";
    GraphWriter.Node node =
        kernels.isOneDnn()
            ? oneDnnConvolution(node("_MklNativeConv2D", name, type))
            : node("Conv2D", name, type);
    return Windows.of(node, convolution).in(input, weights).add();
  }

  /** The weights never change, so that oneDNN lays them out once and not in every run. */
  private static GraphWriter.Node oneDnnConvolution(GraphWriter.Node node) {
    return oneDnn(node).flag("is_filter_const", true);
  }

  private static GraphWriter.Node oneDnn(GraphWriter.Node node) {
    return node.text("_kernel", OneDnnNames.LABEL);
  }

  private GraphWriter.Node node(String op, String name, DataType ofNumbers) {
    return nodes.node(op, name).type("T", ofNumbers);
  }
}
