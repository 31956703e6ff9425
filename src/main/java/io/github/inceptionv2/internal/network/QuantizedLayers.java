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
import java.util.Set;
import org.tensorflow.proto.DataType;

/**
 * Layers for inference in integers of 8 bits by oneDNN: between the layers unsigned ones, of which
 * 255 stands for the greatest number of a layer and 0 for 0, which ReLU makes the least.
 *
 * <p>The stem, the 1x1 convolution behind it and the logits are in floats. Concatenations and
 * poolings keep the scale of what they are given.
 */
final class QuantizedLayers implements LayerWriter {

  /** The last layer in float32, whose output is quantized. */
  static final String FIRST_INPUT = "Conv2d_2b_1x1";

  /** The label under which TensorFlow registers oneDNN's kernels of quantized operations. */
  private static final String LABEL = "QuantizedMklOp";

  private static final String MAXIMUM = "/maximum";

  private final GraphWriter nodes;
  private final VariableWriter variables;
  private final ActivationRanges ranges;
  private final FoldedLayers inFloats;

  /** Writes the layers before the first quantized input. */
  private final FoldedLayers first;

  /** The output tensors of the layers before the first quantized input. */
  private final Set<String> early = new HashSet<>();

  /** The name of the constant that is the greatest number, by the name of each quantized tensor. */
  private final Map<String, String> maxima = new HashMap<>();

  /** The float32 form of quantized tensors. */
  private final Map<String, String> dequantized = new HashMap<>();

  private final String zero;

  /** Takes ranges that are the same for what is concatenated. */
  QuantizedLayers(GraphWriter nodes, NetworkParts parts, ActivationRanges ranges, Kernels kernels) {
    this.nodes = nodes;
    this.variables = new VariableWriter(nodes, parts.variables);
    this.ranges = ranges;
    this.inFloats = new FoldedLayers(nodes, parts, Kernels.ONEDNN);
    this.first =
        kernels == Kernels.ONEDNN_INT8_AMX
            ? new FoldedLayers(nodes, parts, Kernels.ONEDNN_BFLOAT16)
            : inFloats;
    this.zero = nodes.constant("quantized/zero", 0f);
  }

  @Override
  public String stem(String path, SeparableConvolution stem, String input, long channels) {
    return early(first.stem(path, stem, input, channels));
  }

  @Override
  public String convolution(String path, Convolution convolution, String input, long channels) {
    String maximum = nodes.constant(BASE + path + MAXIMUM, ranges.maxima().get(path));
    String result =
        path.equals(FIRST_INPUT)
            ? quantize(path, first.convolution(path, convolution, input, channels), maximum)
            : convolve(path, convolution, input, channels, maximum);
    maxima.put(result, maximum);
    return result;
  }

  private String early(String tensor) {
    early.add(tensor);
    return tensor;
  }

  private String quantize(String path, String layer, String maximum) {
    return bytes("_MklQuantizeV2", BASE + path + "/quantize")
        .in(first.floats(layer), zero, maximum)
        .text("mode", "SCALED")
        .text("round_mode", "HALF_TO_EVEN")
        .text("_kernel", LABEL)
        .add();
  }

  private String convolve(
      String path, Convolution convolution, String input, long channels, String maximum) {
    String scope = SCOPE + "/" + path;
    int size = convolution.kernel();
    int depth = convolution.depth();
    String weights = QuantizedVariables.WEIGHTS;
    return Windows.of(
            types(nodes.node("_FusedQuantizedConv2D", BASE + path + "/Relu")), convolution)
        .in(input, variable(scope + weights, DataType.DT_QINT8, size, size, channels, depth))
        .in(variable(scope + "/biases", DataType.DT_FLOAT, depth))
        .in(zero, maxima.get(input))
        .in(variable(scope + QuantizedVariables.MINIMUM, DataType.DT_FLOAT, depth))
        .in(variable(scope + QuantizedVariables.MAXIMUM, DataType.DT_FLOAT, depth))
        .in(zero, maximum)
        .texts("fused_ops", List.of("BiasAdd", "Relu", "Requantize"))
        .flag("is_filter_const", true)
        .flag("is_bias_const", true)
        .add();
  }

  private static GraphWriter.Node types(GraphWriter.Node node) {
    DataType floats = DataType.DT_FLOAT;
    return node.type("Tinput", DataType.DT_QUINT8)
        .type("Tfilter", DataType.DT_QINT8)
        .type("Tbias", floats)
        .type("out_type", DataType.DT_QUINT8)
        .type("Tsummand", DataType.DT_QUINT8)
        .types("Tdevice_inputs", List.of(DataType.DT_QUINT8, DataType.DT_QINT8, floats))
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
      return early(first.pool(name, pool, input));
    }
    String op = pool.kind() == Pool.Kind.AVERAGE ? "_MklQuantizedAvgPool" : "_MklQuantizedMaxPool";
    String pooled =
        Windows.of(bytes(op, name).in(input, zero, maximum).text("_kernel", LABEL), pool).add();
    maxima.put(pooled, maximum);
    return pooled;
  }

  /** Bytes of different scales are joined as floats. */
  @Override
  public String join(String name, List<String> ends, String axis) {
    if (ends.stream().map(this::range).distinct().count() > 1) {
      return inFloats.join(name, ends.stream().map(this::floats).toList(), axis);
    }
    String joined = bytes("ConcatV2", name).in(ends).in(axis).integer("N", ends.size()).add();
    maxima.put(joined, maxima.get(ends.get(0)));
    return joined;
  }

  private float range(String tensor) {
    return ranges.maxima().get(maxima.get(tensor).replace(MAXIMUM, "").substring(BASE.length()));
  }

  @Override
  public String floats(String tensor) {
    if (early.contains(tensor)) {
      return first.floats(tensor);
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
