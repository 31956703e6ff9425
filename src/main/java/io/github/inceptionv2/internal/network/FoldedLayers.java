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
 * Writes layers for inference with batch norm folded into the weights: a convolution has only
 * {@code weights} and {@code biases}.
 */
final class FoldedLayers implements LayerWriter {

  private final GraphWriter nodes;
  private final VariableWriter variables;
  private final Kernels kernels;

  /** The type of all numbers before the logits. */
  private final DataType type;

  /** The float32 version of each tensor of another type, by name. */
  private final Map<String, String> inFloats = new HashMap<>();

  FoldedLayers(GraphWriter nodes, NetworkParts parts, Kernels kernels) {
    this.nodes = nodes;
    this.variables = new VariableWriter(nodes, parts.variables);
    this.kernels = kernels;
    this.type = kernels.type() == NumberType.BFLOAT16 ? DataType.DT_BFLOAT16 : DataType.DT_FLOAT;
  }

  @Override
  public String images(String images) {
    return InputScale.add(nodes, images);
  }

  /**
   * Writes the depthwise convolution as a dense convolution over three input channels, even though
   * most of its weights are zero: TensorFlow's depthwise kernel is even slower.
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
   * Uses TensorFlow's plain operation. TensorFlow caches oneDNN's primitive for a convolution. The
   * cache key includes sizes and fused operations, but not whether the weights are constant. Unlike
   * the other convolutions, the logits' convolution occurs in other graphs, such as those of
   * explanations, with the same sizes and no fused operations. If such a graph runs in the same
   * process, either of two primitives could compute the logits, and the last digits would vary.
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

  /**
   * Uses oneDNN where it is faster than TensorFlow. In float32, it is twice as fast for average
   * pooling and no faster for max pooling.
   */
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

  /** Returns the images, converted to the type of the layers. */
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

  /** Adds a convolution, its bias and ReLU. */
  private String activated(
      String scope, Convolution convolution, String input, String weights, String biases) {
    if (kernels == Kernels.SEPARATE || kernels == Kernels.EIGEN) {
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
            : node(kernels == Kernels.EIGEN ? "Conv" : "Conv2D", name, type);
    return Windows.of(node, convolution).in(input, weights).add();
  }

  /** Marks the weights as constant, so oneDNN converts them to its layout only once. */
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
