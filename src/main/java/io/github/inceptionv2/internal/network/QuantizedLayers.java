package io.github.inceptionv2.internal.network;

import static io.github.inceptionv2.internal.network.Architecture.BASE;
import static io.github.inceptionv2.internal.network.Architecture.SCOPE;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.DataType;

/**
 * Writes layers for inference in 8-bit integers with oneDNN. Between layers, integers are unsigned:
 * 255 represents a layer's maximum, and 0 represents 0, the minimum after ReLU. {@link
 * QuantizedImages} describes the images' integers.
 *
 * <p>The stem's two convolutions are merged. Some kernels compute the first layers, up to {@code
 * Conv2d_2b_1x1}, in floats. All kernels compute the logits in floats. Concatenation and pooling
 * keep the scale of their input.
 */
final class QuantizedLayers implements LayerWriter {

  /** The last of the first layers. If they are in floats, its output is quantized. */
  static final String FIRST_INPUT = "Conv2d_2b_1x1";

  /** The label under which TensorFlow registers oneDNN's kernels for quantized operations. */
  private static final String LABEL = "QuantizedMklOp";

  private static final String MAXIMUM = "/maximum";

  private final GraphWriter nodes;
  private final Chains chains;
  private final VariableWriter variables;
  private final ActivationRanges ranges;
  private final FoldedLayers inFloats;

  /** Writes the layers before the first quantized input; empty if the images are quantized. */
  private final Optional<FoldedLayers> first;

  /** The output tensors of the layers before the first quantized input. */
  private final Set<String> early = new HashSet<>();

  /** The name of the constant that holds a quantized tensor's maximum, by the tensor's name. */
  private final Map<String, String> maxima = new HashMap<>();

  /** The float32 version of each quantized tensor, by name. */
  private final Map<String, String> dequantized = new HashMap<>();

  private final String zero;

  /**
   * The input of a convolution.
   *
   * @param tensor the name of the quantized tensor
   * @param maximum the name of the constant that holds the tensor's maximum
   * @param channels the number of the tensor's channels
   * @param biases the variable with the biases for this input
   * @param padding TensorFlow's name of the padding
   */
  private record Input(
      String tensor, String maximum, long channels, String biases, String padding) {}

  /** Creates a writer for ranges that {@link ActivationRanges#joined} returned. */
  QuantizedLayers(GraphWriter nodes, NetworkParts parts, ActivationRanges ranges, Kernels kernels) {
    this.nodes = nodes;
    this.chains = new Chains(nodes);
    this.variables = new VariableWriter(nodes, parts.variables);
    this.ranges = ranges;
    this.inFloats = new FoldedLayers(nodes, parts, Kernels.ONEDNN);
    this.first =
        switch (kernels.firstType()) {
          case INT8 -> Optional.empty();
          case BFLOAT16 -> Optional.of(new FoldedLayers(nodes, parts, Kernels.ONEDNN_BFLOAT16));
          case FLOAT32 -> Optional.of(inFloats);
        };
    this.zero = nodes.constant("quantized/zero", 0f);
  }

  /** The stem's quantization scales images, too. */
  @Override
  public String images(String images) {
    return first.isPresent() ? first.get().images(images) : images;
  }

  @Override
  public String stem(String path, SeparableConvolution stem, String input, long channels) {
    if (first.isPresent()) {
      return early(first.get().stem(path, stem, input, channels));
    }
    String scope = BASE + path + "/images";
    String padded = new QuantizedImages(nodes, scope).pad(input, stem.kernel());
    String integers =
        quantize(scope, padded, nodes.constant(scope + MAXIMUM, QuantizedImages.MAXIMUM));
    String maximum = nodes.constant(scope + "/stem_maximum", QuantizedImages.STEM_MAXIMUM);
    Input pixels =
        new Input(integers, maximum, channels, QuantizedVariables.SHIFTED_BIASES, "VALID");
    return convolve(path, stem.merged(), pixels);
  }

  @Override
  public String convolution(String path, Convolution convolution, String input, long channels) {
    if (first.isPresent() && path.equals(FIRST_INPUT)) {
      String last = first.get().convolution(path, convolution, input, channels);
      String maximum = maximum(path);
      String floats = first.get().floats(last);
      return scaled(quantize(BASE + path, floats, maximum), maximum);
    }
    return convolve(
        path, convolution, new Input(input, maxima.get(input), channels, "/biases", "SAME"));
  }

  private String maximum(String path) {
    return nodes.constant(BASE + path + MAXIMUM, ranges.maxima().get(path));
  }

  private String scaled(String tensor, String maximum) {
    maxima.put(tensor, maximum);
    return tensor;
  }

  private String early(String tensor) {
    early.add(tensor);
    return tensor;
  }

  private String quantize(String scope, String floats, String maximum) {
    return bytes("_MklQuantizeV2", scope + "/quantize")
        .in(floats, zero, maximum)
        .text("mode", "SCALED")
        .text("round_mode", "HALF_TO_EVEN")
        .text("_kernel", LABEL)
        .add();
  }

  private String convolve(String path, Convolution convolution, Input input) {
    String scope = SCOPE + "/" + path;
    String maximum = maximum(path);
    int size = convolution.kernel();
    int depth = convolution.depth();
    String weights = scope + QuantizedVariables.WEIGHTS;
    GraphWriter.Node node = chains.node("_FusedQuantizedConv2D", BASE + path + "/Relu");
    Windows.of(types(node), convolution)
        .text("padding", input.padding)
        .in(input.tensor, variable(weights, DataType.DT_QINT8, size, size, input.channels, depth))
        .in(variable(scope + input.biases, DataType.DT_FLOAT, depth))
        .in(zero, input.maximum)
        .in(variable(scope + QuantizedVariables.MINIMUM, DataType.DT_FLOAT, depth))
        .in(variable(scope + QuantizedVariables.MAXIMUM, DataType.DT_FLOAT, depth))
        .in(zero, maximum)
        .texts("fused_ops", List.of("BiasAdd", "Relu", "Requantize"))
        .flag("is_filter_const", true)
        .flag("is_bias_const", true);
    return scaled(node.add(), maximum);
  }

  private static GraphWriter.Node types(GraphWriter.Node node) {
    DataType input = DataType.DT_QUINT8;
    DataType floats = DataType.DT_FLOAT;
    return node.type("Tinput", input)
        .type("Tfilter", DataType.DT_QINT8)
        .type("Tbias", floats)
        .type("out_type", DataType.DT_QUINT8)
        .type("Tsummand", DataType.DT_QUINT8)
        .types("Tdevice_inputs", List.of(input, DataType.DT_QINT8, floats))
        .types("Thost_inputs", floats, 6)
        .types("Tdevice_outputs", DataType.DT_QUINT8, 1)
        .types("Thost_outputs", floats, 2);
  }

  private String variable(String name, DataType type, long... shape) {
    return variables.read(name + "/ReadVariableOp", variables.addBare(name, type, shape), type);
  }

  @Override
  public String logits(String input, long channels, int classes) {
    return inFloats.logits(input, channels, classes);
  }

  @Override
  public String pool(String name, Pool pool, String input) {
    String maximum = maxima.get(input);
    if (maximum == null) {
      return early(first.orElseThrow().pool(name, pool, input));
    }
    String op = pool.kind() == Pool.Kind.AVERAGE ? "_MklQuantizedAvgPool" : "_MklQuantizedMaxPool";
    GraphWriter.Node node =
        chains.node(op, name).type("T", DataType.DT_QUINT8).text("_kernel", LABEL);
    return scaled(Windows.of(node, pool).in(input, zero, maximum).add(), maximum);
  }

  /** Concatenates tensors, as floats if their scales differ. */
  @Override
  public String join(String name, List<String> ends, String axis) {
    if (ends.stream().map(this::range).distinct().count() > 1) {
      return inFloats.join(name, ends.stream().map(this::floats).toList(), axis);
    }
    String joined = bytes("ConcatV2", name).in(ends).in(axis).integer("N", ends.size()).add();
    return scaled(joined, maxima.get(ends.get(0)));
  }

  private float range(String tensor) {
    return ranges.maxima().get(maxima.get(tensor).replace(MAXIMUM, "").substring(BASE.length()));
  }

  @Override
  public String floats(String tensor) {
    if (early.contains(tensor)) {
      return first.orElseThrow().floats(tensor);
    }
    return maxima.containsKey(tensor)
        ? dequantized.computeIfAbsent(tensor, this::dequantize)
        : tensor;
  }

  private String dequantize(String tensor) {
    return bytes("Dequantize", tensor + "/floats")
        .in(tensor, zero, maxima.get(tensor))
        .text("mode", "SCALED")
        .add();
  }

  private GraphWriter.Node bytes(String op, String name) {
    return nodes.node(op, name).type("T", DataType.DT_QUINT8);
  }
}
