package io.github.inceptionv2.internal.network;

import com.google.protobuf.ByteString;
import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Mixed;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Writes the network as an ONNX file, so that other runtimes can be measured on the same weights.
 *
 * <p>Input {@code images}: float32 RGB in [0,1], shape [batch, 3, height, width], as ONNX has its
 * channels before height and width; outputs {@code logits} and {@code features}.
 */
public final class OnnxFile {

  private static final String SCOPE = Architecture.SCOPE + "/";
  private static final String LOGITS = SCOPE + "Logits/Conv2d_1c_1x1";

  private final Function<String, float[]> weights;
  private final OnnxGraph graph = new OnnxGraph();

  private OnnxFile(Function<String, float[]> weights) {
    this.weights = weights;
  }

  /** A tensor on its way through the layers. */
  private record LayerOutput(String name, int channels) {}

  /**
   * Returns the file.
   *
   * @param weights values by TF-Slim's name, in TensorFlow's layout
   */
  public static byte[] write(int classes, Function<String, float[]> weights) {
    return new OnnxFile(weights).model(classes).toByteArray();
  }

  private ByteString model(int classes) {
    graph.constant("two", List.of(), new float[] {2});
    graph.constant("one", List.of(), new float[] {1});
    graph.node("Mul", List.of("images", "two"), "doubled");
    graph.node("Sub", List.of("doubled", "one"), "input");
    LayerOutput output = new LayerOutput("input", 3);
    for (Layer layer : Architecture.LAYERS) {
      output = add("", layer, output);
    }
    graph.node("GlobalAveragePool", List.of(output.name()), "pooled");
    float[] kernel = transposed(weights.apply(LOGITS + "/weights"), 1, output.channels(), classes);
    graph.constant("logits/weights", List.of(classes, output.channels(), 1, 1), kernel);
    graph.constant("logits/biases", List.of(classes), weights.apply(LOGITS + "/biases"));
    graph.conv(List.of("pooled", "logits/weights", "logits/biases"), "cells", 1, 1, 1);
    graph.node("Flatten", List.of("cells"), "logits");
    graph.node("Flatten", List.of("pooled"), "features");

    return graph.model(classes, output.channels());
  }

  private LayerOutput add(String scope, Layer layer, LayerOutput input) {
    String path = scope + layer.name();
    if (layer instanceof SeparableConvolution stem) {
      return addStem(path, stem, input);
    } else if (layer instanceof Convolution convolution) {
      return addConvolution(path, convolution, input);
    } else if (layer instanceof Pool pool) {
      return addPool(path, pool, input);
    }
    List<String> ends = new ArrayList<>();
    int channels = 0;
    List<List<Layer>> branches = ((Mixed) layer).branches();
    for (int i = 0; i < branches.size(); i++) {
      LayerOutput output = input;
      for (Layer inner : branches.get(i)) {
        output = add(path + "/Branch_" + i + "/", inner, output);
      }
      ends.add(output.name());
      channels += output.channels();
    }
    graph.node("Concat", ends, path, OnnxGraph.number("axis", 1));
    return new LayerOutput(path, channels);
  }

  private LayerOutput addStem(String path, SeparableConvolution stem, LayerOutput input) {
    int size = stem.kernel();
    int between = input.channels() * stem.multiplier();
    float[] depthwise = weights.apply(SCOPE + path + "/depthwise_weights");
    graph.constant(
        path + "/depthwise", List.of(between, 1, size, size), transposed(depthwise, size, between));
    graph.conv(
        List.of(input.name(), path + "/depthwise"),
        path + "/d",
        size,
        stem.stride(),
        input.channels());
    float[] pointwise =
        transposed(weights.apply(SCOPE + path + "/pointwise_weights"), 1, between, stem.depth());
    graph.constant(path + "/pointwise", List.of(stem.depth(), between, 1, 1), pointwise);
    graph.constant(
        path + "/biases", List.of(stem.depth()), weights.apply(SCOPE + path + "/biases"));
    graph.conv(List.of(path + "/d", path + "/pointwise", path + "/biases"), path + "/p", 1, 1, 1);
    graph.node("Relu", List.of(path + "/p"), path);
    return new LayerOutput(path, stem.depth());
  }

  private LayerOutput addConvolution(String path, Convolution convolution, LayerOutput input) {
    int size = convolution.kernel();
    int depth = convolution.depth();
    float[] values = weights.apply(SCOPE + path + "/weights");
    List<Integer> shape = List.of(depth, input.channels(), size, size);
    graph.constant(path + "/weights", shape, transposed(values, size, input.channels(), depth));
    graph.conv(
        List.of(input.name(), path + "/weights"), path + "/c", size, convolution.stride(), 1);
    float[] gamma = new float[depth];
    Arrays.fill(gamma, 1);
    graph.constant(path + "/gamma", List.of(depth), gamma);
    List<String> inputs = new ArrayList<>(List.of(path + "/c", path + "/gamma"));
    for (String name : List.of("beta", "moving_mean", "moving_variance")) {
      graph.constant(
          path + "/" + name, List.of(depth), weights.apply(SCOPE + path + "/BatchNorm/" + name));
      inputs.add(path + "/" + name);
    }
    graph.node("BatchNormalization", inputs, path + "/n", OnnxGraph.real("epsilon", 0.001f));
    graph.node("Relu", List.of(path + "/n"), path);
    return new LayerOutput(path, depth);
  }

  private LayerOutput addPool(String path, Pool pool, LayerOutput input) {
    graph.node(
        pool.kind() == Pool.Kind.MAXIMUM ? "MaxPool" : "AveragePool",
        List.of(input.name()),
        path,
        OnnxGraph.numbers("kernel_shape", 3, 3),
        OnnxGraph.numbers("strides", pool.stride(), pool.stride()),
        OnnxGraph.text("auto_pad", "SAME_UPPER"));
    return new LayerOutput(path, input.channels());
  }

  /** From height, width, input and output channels to output and input channels, height, width. */
  static float[] transposed(float[] values, int size, int inputs, int outputs) {
    float[] result = new float[values.length];
    for (int cell = 0; cell < size * size; cell++) {
      for (int in = 0; in < inputs; in++) {
        for (int out = 0; out < outputs; out++) {
          result[(out * inputs + in) * size * size + cell] =
              values[(cell * inputs + in) * outputs + out];
        }
      }
    }
    return result;
  }

  /** A depthwise kernel, whose last two dimensions together are the output channels. */
  private static float[] transposed(float[] values, int size, int outputs) {
    return transposed(values, size, 1, outputs);
  }
}
