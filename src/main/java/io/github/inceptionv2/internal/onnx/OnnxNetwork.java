package io.github.inceptionv2.internal.onnx;

import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.network.Layer;
import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Mixed;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds an ONNX graph for inference from the table of {@link Architecture}, with batch norm folded
 * into the weights.
 *
 * <p>Input {@code images}: float32 RGB in [0,1], of any batch size, height and width. Outputs:
 * {@code feature_vector} and, if there are classes, {@code logits} and {@code probabilities}. The
 * output of each layer has the layer's name, such as {@code Mixed_4e}, with channels first.
 */
public final class OnnxNetwork {

  private static final String SCOPE = Architecture.SCOPE + "/";
  private static final String LOGITS = "Logits/Conv2d_1c_1x1";
  private static final int COLORS = 3;
  private static final int POOL_SIZE = 3;

  private final Variables variables;
  private final OnnxGraph graph = new OnnxGraph();

  private OnnxNetwork(Variables variables) {
    this.variables = variables;
  }

  /** The order of the dimensions of {@code images}. */
  public enum Layout {
    /** Batch, height, width, channels: TensorFlow's order. */
    CHANNELS_LAST,
    /** Batch, channels, height, width: the order of all other tensors of the graph. */
    CHANNELS_FIRST
  }

  /** Reads the values of a folded network's variables in TensorFlow's layout. */
  public interface Variables {
    float[] read(String name) throws IOException;
  }

  /** The output of a layer, which the next layer reads. */
  private record LayerOutput(String name, int channels) {}

  /**
   * Builds the graph.
   *
   * @param classes the number of logits; 0 for a network that ends at the feature vector
   * @param variables the weights, read when the graph is written
   */
  public static OnnxGraph build(int classes, Layout layout, Variables variables) {
    return new OnnxNetwork(variables).build(classes, layout);
  }

  private OnnxGraph build(int classes, Layout layout) {
    LayerOutput output = new LayerOutput(addInput(graph, layout), COLORS);
    for (Layer layer : Architecture.LAYERS) {
      output = add("", layer, output);
    }
    graph.node("GlobalAveragePool", List.of(output.name()), "global_pool");
    graph.node("Flatten", List.of("global_pool"), "feature_vector");
    if (classes > 0) {
      addLogits(output.channels(), classes);
    }
    graph.output("feature_vector", "batch", output.channels());
    return graph;
  }

  /** Adds the input and scales it from [0,1] to [-1,1]; returns the name of the scaled images. */
  public static String addInput(OnnxGraph graph, Layout layout) {
    String images = "images";
    if (layout == Layout.CHANNELS_FIRST) {
      graph.input(images, "batch", COLORS, "height", "width");
    } else {
      graph.input(images, "batch", "height", "width", COLORS);
      graph.node(
          "Transpose", List.of(images), "channels_first", OnnxGraph.numbers("perm", 0, 3, 1, 2));
      images = "channels_first";
    }
    graph.constant("two", List.of(), 2);
    graph.constant("one", List.of(), 1);
    graph.node("Mul", List.of(images, "two"), "doubled");
    graph.node("Sub", List.of("doubled", "one"), "scaled");
    return "scaled";
  }

  private void addLogits(int features, int classes) {
    add(LOGITS + "/weights", List.of(features, classes));
    add(LOGITS + "/biases", List.of(classes));
    graph.node(
        "Gemm", List.of("feature_vector", LOGITS + "/weights", LOGITS + "/biases"), "logits");
    graph.node("Softmax", List.of("logits"), "probabilities", OnnxGraph.number("axis", 1));
    graph.output("logits", "batch", classes);
    graph.output("probabilities", "batch", classes);
  }

  private LayerOutput add(String scope, Layer layer, LayerOutput input) {
    String path = scope + layer.name();
    if (layer instanceof SeparableConvolution stem) {
      return addStem(path, stem, input);
    } else if (layer instanceof Convolution convolution) {
      addKernel(path + "/weights", convolution.kernel(), input.channels(), convolution.depth());
      return addActivated(path, "", convolution, input);
    } else if (layer instanceof Pool pool) {
      String operator = pool.kind() == Pool.Kind.MAXIMUM ? "MaxPool" : "AveragePool";
      graph.pool(operator, input.name(), path, POOL_SIZE, pool.stride());
      return new LayerOutput(path, input.channels());
    }
    return addMixed(path, (Mixed) layer, input);
  }

  private LayerOutput addMixed(String path, Mixed mixed, LayerOutput input) {
    List<String> ends = new ArrayList<>();
    int channels = 0;
    for (int i = 0; i < mixed.branches().size(); i++) {
      LayerOutput output = input;
      for (Layer inner : mixed.branches().get(i)) {
        output = add(path + "/Branch_" + i + "/", inner, output);
      }
      ends.add(output.name());
      channels += output.channels();
    }
    graph.node("Concat", ends, path, OnnxGraph.number("axis", 1));
    return new LayerOutput(path, channels);
  }

  /** Adds the stem. Its depthwise convolution is dense, like the folded weights. */
  private LayerOutput addStem(String path, SeparableConvolution stem, LayerOutput input) {
    int between = input.channels() * stem.multiplier();
    String depthwise = path + "/depthwise_weights";
    addKernel(depthwise, stem.kernel(), input.channels(), between);
    graph.conv(List.of(input.name(), depthwise), path + "/depthwise", stem.kernel(), stem.stride());
    addKernel(path + "/pointwise_weights", 1, between, stem.depth());
    return addActivated(
        path,
        "pointwise_",
        new Convolution(stem.name(), 1, 1, stem.depth(), null),
        new LayerOutput(path + "/depthwise", between));
  }

  /** Adds a convolution with the kernel {@code prefix + "weights"}, its biases and ReLU. */
  private LayerOutput addActivated(
      String path, String prefix, Convolution convolution, LayerOutput input) {
    add(path + "/biases", List.of(convolution.depth()));
    graph.conv(
        List.of(input.name(), path + "/" + prefix + "weights", path + "/biases"),
        path + "/Conv2D",
        convolution.kernel(),
        convolution.stride());
    graph.node("Relu", List.of(path + "/Conv2D"), path);
    return new LayerOutput(path, convolution.depth());
  }

  private void addKernel(String name, int size, int inputs, int outputs) {
    graph.add(
        OnnxTensor.ofFloats(
            name,
            List.of(outputs, inputs, size, size),
            () -> outputsFirst(variables.read(SCOPE + name), size, inputs, outputs)));
  }

  private void add(String name, List<Integer> shape) {
    graph.add(OnnxTensor.ofFloats(name, shape, () -> variables.read(SCOPE + name)));
  }

  /**
   * Transposes a kernel from TensorFlow's layout (height, width, inputs, outputs) to ONNX's
   * (outputs, inputs, height, width).
   */
  public static float[] outputsFirst(float[] kernel, int size, int inputs, int outputs) {
    float[] turned = new float[kernel.length];
    int cells = size * size;
    for (int cell = 0; cell < cells; cell++) {
      for (int in = 0; in < inputs; in++) {
        for (int out = 0; out < outputs; out++) {
          turned[(out * inputs + in) * cells + cell] = kernel[(cell * inputs + in) * outputs + out];
        }
      }
    }
    return turned;
  }
}
