package io.github.inceptionv2.internal.network;

import static io.github.inceptionv2.internal.network.Architecture.BASE;
import static io.github.inceptionv2.internal.network.Architecture.LOGITS;
import static io.github.inceptionv2.internal.network.Architecture.SCOPE;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import java.util.List;
import org.tensorflow.proto.DataType;

/** Writes layers as in TensorFlow Hub's modules: each convolution has its own batch norm. */
final class BatchNormLayers implements LayerWriter {

  private final GraphWriter nodes;
  private final NetworkParts parts;
  private final VariableWriter variables;
  private final BatchNormWriter batchNorm;

  BatchNormLayers(GraphWriter nodes, NetworkParts parts, Form form) {
    this.nodes = nodes;
    this.parts = parts;
    this.variables = new VariableWriter(nodes, parts.variables);
    this.batchNorm = new BatchNormWriter(nodes, variables, form, parts.updates);
  }

  @Override
  public String images(String images) {
    return InputScale.add(nodes, images);
  }

  @Override
  public String stem(String path, SeparableConvolution stem, String input, long channels) {
    String scope = SCOPE + "/" + path + "/";
    String separable = BASE + path + "/separable_conv2d";
    Initializer normal = new Initializer.TruncatedNormal(1.0);
    int size = stem.kernel();
    long between = channels * stem.multiplier();
    String depthwiseWeights =
        variables.add(
            scope + "depthwise_weights", true, normal, size, size, channels, stem.multiplier());
    String pointwiseWeights =
        variables.add(scope + "pointwise_weights", true, normal, 1, 1, between, stem.depth());
    String depthwiseValue = variables.read(separable + "/ReadVariableOp", depthwiseWeights);
    String pointwiseValue = variables.read(separable + "/ReadVariableOp_1", pointwiseWeights);
    String depthwise =
        floats("DepthwiseConv2dNative", separable + "/depthwise")
            .in(input, depthwiseValue)
            .integers("strides", 1, stem.stride(), stem.stride(), 1)
            .text("padding", "SAME")
            .add();
    String pointwise =
        floats("Conv2D", separable)
            .in(depthwise, pointwiseValue)
            .integers("strides", 1, 1, 1, 1)
            .text("padding", "VALID")
            .add();
    return addRelu(path, addBias(BASE + path, scope + "biases", pointwise, stem.depth()));
  }

  @Override
  public String convolution(String path, Convolution convolution, String input, long channels) {
    String scope = SCOPE + "/" + path;
    String convolved = addKernel(scope, BASE + path, convolution, input, channels);
    return addRelu(path, batchNorm.add(path, convolved, convolution.depth()));
  }

  @Override
  public String logits(String input, long channels, int classes) {
    String scope = LOGITS + "Conv2d_1c_1x1";
    Convolution convolution = new Convolution(scope, 1, 1, classes, null);
    String convolved = addKernel(scope, scope, convolution, input, channels);
    return addBias(scope, scope + "/biases", convolved, classes);
  }

  @Override
  public String pool(String name, Pool pool, String input) {
    return Windows.of(floats(pool.kind().op(), name).in(input), pool).add();
  }

  @Override
  public String join(String name, List<String> ends, String axis) {
    return floats("ConcatV2", name).in(ends).in(axis).integer("N", ends.size()).add();
  }

  @Override
  public String floats(String tensor) {
    return tensor;
  }

  private String addRelu(String path, String input) {
    return floats("Relu", BASE + path + "/Relu").in(input).add();
  }

  /** Adds a convolution, its weights and their L2 term. */
  private String addKernel(
      String variableScope, String scope, Convolution convolution, String input, long channels) {
    int size = convolution.kernel();
    Initializer start =
        convolution.initializer() != null
            ? convolution.initializer()
            : Initializer.varianceScaling(Math.toIntExact(size * size * channels));
    String weights =
        variables.add(
            variableScope + "/weights", true, start, size, size, channels, convolution.depth());
    addWeightDecay(scope + "/kernel/Regularizer/l2_regularizer", weights);
    String value = variables.read(scope + "/Conv2D/ReadVariableOp", weights);
    return floats("Conv2D", scope + "/Conv2D")
        .in(input, value)
        .integers("strides", 1, convolution.stride(), convolution.stride(), 1)
        .text("padding", "SAME")
        .add();
  }

  private void addWeightDecay(String name, String weights) {
    String scale = nodes.constant(name + "/scale", Architecture.WEIGHT_DECAY);
    String value = variables.read(name + "/L2Loss/ReadVariableOp", weights);
    String loss = floats("L2Loss", name + "/L2Loss").in(value).add();
    parts.regularizationLosses.add(floats("Mul", name).in(scale, loss).add() + ":0");
  }

  private String addBias(String scope, String name, String input, int depth) {
    String biases = variables.add(name, true, Initializer.Constant.ZEROS, depth);
    String value = variables.read(scope + "/BiasAdd/ReadVariableOp", biases);
    return floats("BiasAdd", scope + "/BiasAdd").in(input, value).add();
  }

  private GraphWriter.Node floats(String op, String name) {
    return nodes.node(op, name).type("T", DataType.DT_FLOAT);
  }
}
