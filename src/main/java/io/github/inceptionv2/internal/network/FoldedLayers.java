package io.github.inceptionv2.internal.network;

import static io.github.inceptionv2.internal.network.Architecture.BASE;
import static io.github.inceptionv2.internal.network.Architecture.LOGITS;
import static io.github.inceptionv2.internal.network.Architecture.SCOPE;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.List;
import org.tensorflow.proto.DataType;

/**
 * Layers for inference into whose weights batch norm was folded: a convolution has its {@code
 * weights} and {@code biases}, nothing else.
 */
final class FoldedLayers implements LayerWriter {

  private final GraphWriter nodes;
  private final VariableWriter variables;
  private final Kernels kernels;

  FoldedLayers(GraphWriter nodes, NetworkParts parts, Kernels kernels) {
    this.nodes = nodes;
    this.variables = new VariableWriter(nodes, parts.variables);
    this.kernels = kernels;
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
            input,
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
    String convolved =
        window(floats("Conv2D", scope + "/Conv2D"), convolution)
            .in(input, weights(scope + "/weights", convolution, channels))
            .add();
    return addBias(scope, convolved, biases(scope + "/biases", convolution));
  }

  /** oneDNN's is twice as fast for averages; for maxima it is no faster. */
  @Override
  public GraphWriter.Node pool(Pool.Kind kind, String name) {
    return kernels == Kernels.ONEDNN && kind == Pool.Kind.AVERAGE
        ? oneDnn(floats("_MklNativeAvgPool", name))
        : floats(kind.op(), name);
  }

  private String weights(String name, Convolution convolution, long channels) {
    int size = convolution.kernel();
    return variable(name, size, size, channels, convolution.depth());
  }

  private String biases(String name, Convolution convolution) {
    return variable(name, convolution.depth());
  }

  private String variable(String name, long... shape) {
    return variables.read(name + "/ReadVariableOp", variables.addBare(name, shape));
  }

  /** Convolution, bias and ReLU. */
  private String activated(
      String scope, Convolution convolution, String input, String weights, String biases) {
    if (kernels == Kernels.SEPARATE) {
      String convolved = convolve(scope, convolution, input, weights);
      return floats("Relu", scope + "/Relu").in(addBias(scope, convolved, biases)).add();
    }
    String name = scope + "/Relu";
    GraphWriter.Node node =
        kernels == Kernels.ONEDNN
            ? oneDnnConvolution(floats("_MklNativeFusedConv2D", name))
            : floats("_FusedConv2D", name);
    return window(node, convolution)
        .in(input, weights, biases)
        .integer("num_args", 1)
        .types("TArgs", DataType.DT_FLOAT, 1)
        .texts("fused_ops", List.of("BiasAdd", "Relu"))
        .add();
  }

  private String convolve(String scope, Convolution convolution, String input, String weights) {
    String name = scope + "/Conv2D";
    GraphWriter.Node node =
        kernels == Kernels.ONEDNN
            ? oneDnnConvolution(floats("_MklNativeConv2D", name))
            : floats("Conv2D", name);
    return window(node, convolution).in(input, weights).add();
  }

  private String addBias(String scope, String input, String biases) {
    return floats("BiasAdd", scope + "/BiasAdd").in(input, biases).add();
  }

  private static GraphWriter.Node window(GraphWriter.Node node, Convolution convolution) {
    return node.integers("strides", 1, convolution.stride(), convolution.stride(), 1)
        .text("padding", "SAME");
  }

  /** The weights never change, so that oneDNN lays them out once and not in every run. */
  private static GraphWriter.Node oneDnnConvolution(GraphWriter.Node node) {
    return oneDnn(node).flag("is_filter_const", true);
  }

  private static GraphWriter.Node oneDnn(GraphWriter.Node node) {
    return node.text("_kernel", OneDnnNames.LABEL);
  }

  private GraphWriter.Node floats(String op, String name) {
    return nodes.node(op, name).type("T", DataType.DT_FLOAT);
  }
}
