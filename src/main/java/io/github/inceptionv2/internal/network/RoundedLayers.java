package io.github.inceptionv2.internal.network;

import static io.github.inceptionv2.internal.network.Architecture.BASE;
import static io.github.inceptionv2.internal.network.Architecture.SCOPE;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.List;
import org.tensorflow.proto.DataType;

/**
 * Writes the layers of {@link QuantizedLayers} in TensorFlow's plain float32 operations: each
 * result and each weight is rounded to the float that the nearest integer represents. Used in
 * trials. The results differ only because of the order of additions and the rounding of ties.
 */
final class RoundedLayers implements LayerWriter {

  private final GraphWriter nodes;
  private final VariableWriter variables;
  private final FoldedLayers plain;
  private final float range;
  private final boolean isRoundedFromStem;

  RoundedLayers(GraphWriter nodes, NetworkParts parts, float range, boolean isRoundedFromStem) {
    this.isRoundedFromStem = isRoundedFromStem;
    this.nodes = nodes;
    this.variables = new VariableWriter(nodes, parts.variables);
    this.plain = new FoldedLayers(nodes, parts, Kernels.SEPARATE);
    this.range = range;
  }

  @Override
  public String images(String images) {
    return plain.images(images);
  }

  @Override
  public String stem(String path, SeparableConvolution stem, String input, long channels) {
    if (!isRoundedFromStem) {
      return plain.stem(path, stem, input, channels);
    }
    String pixels =
        nodes
            .node("FakeQuantWithMinMaxArgs", BASE + path + "/pixels")
            .in(input)
            .number("min", -1)
            .number("max", 1)
            .flag("narrow_range", true)
            .add();
    return convolution(path, stem.merged(), pixels, channels);
  }

  @Override
  public String convolution(String path, Convolution convolution, String input, long channels) {
    if (!isRoundedFromStem && path.equals(QuantizedLayers.FIRST_INPUT)) {
      return round(plain.convolution(path, convolution, input, channels));
    }
    String scope = SCOPE + "/" + path;
    int size = convolution.kernel();
    int depth = convolution.depth();
    String convolved =
        Windows.of(floats("Conv2D", BASE + path + "/Conv2D"), convolution)
            .in(input, variable(scope + QuantizedVariables.ROUNDED, size, size, channels, depth))
            .add();
    String biased =
        floats("BiasAdd", BASE + path + "/BiasAdd")
            .in(convolved, variable(scope + "/biases", depth))
            .add();
    return round(biased);
  }

  private String variable(String name, long... shape) {
    String handle = variables.addBare(name, DataType.DT_FLOAT, shape);
    return variables.read(name + "/ReadVariableOp", handle);
  }

  /** Rounds a tensor and replaces negative numbers by zero, so it includes ReLU. */
  private String round(String tensor) {
    return nodes
        .node("FakeQuantWithMinMaxArgs", tensor + "/rounded")
        .in(tensor)
        .number("min", 0)
        .number("max", range)
        .add();
  }

  @Override
  public String logits(String input, long channels, int classes) {
    return plain.logits(input, channels, classes);
  }

  @Override
  public String pool(String name, Pool pool, String input) {
    return round(plain.pool(name, pool, input));
  }

  @Override
  public String join(String name, List<String> ends, String axis) {
    return plain.join(name, ends, axis);
  }

  @Override
  public String floats(String tensor) {
    return tensor;
  }

  private GraphWriter.Node floats(String op, String name) {
    return nodes.node(op, name).type("T", DataType.DT_FLOAT);
  }
}
