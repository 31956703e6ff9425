package io.github.inceptionv2.internal.network;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Mixed;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import io.github.inceptionv2.internal.onnx.OnnxGraph;
import io.github.inceptionv2.internal.onnx.OnnxNetwork;
import io.github.inceptionv2.internal.onnx.OnnxTensor;
import io.github.inceptionv2.internal.onnx.OnnxTensor.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes the quantized network as an ONNX file in either form that ONNX Runtime's own tool writes.
 * The layers in integers, their scales and weights are those of {@link QuantizedLayers}.
 */
public final class QuantizedOnnxFile {

  /** The domain of ONNX Runtime's own operators. */
  private static final String MICROSOFT = "com.microsoft";

  private static final int POOL_SIZE = 3;
  private static final float STEPS = 255;
  private static final float WEIGHT_STEPS = 127;

  private final OnnxGraph graph = new OnnxGraph();
  private final Function<String, float[]> weights;
  private final ActivationRanges ranges;
  private final Form form;
  private int uses;

  private QuantizedOnnxFile(Function<String, float[]> weights, ActivationRanges ranges, Form form) {
    this.form = form;
    this.weights = weights;
    this.ranges = ranges.joined(Architecture.LAYERS);
  }

  /** A way to write operations on integers. */
  public enum Form {
    /**
     * Operations on floats between {@code DequantizeLinear} and {@code QuantizeLinear}. The runtime
     * replaces them by operations on integers.
     */
    QDQ,
    /** Operations on integers, such as {@code QLinearConv}. */
    QOPERATOR
  }

  /** A tensor on its way through the layers; of integers if 255 stands for a number. */
  private record LayerOutput(String name, int channels, float maximum) {}

  /**
   * Returns the graph.
   *
   * @param weights values of {@link QuantizedVariables} and of folded variables, by name
   */
  public static OnnxGraph graph(
      int classes, Function<String, float[]> weights, ActivationRanges ranges, Form form) {
    return new QuantizedOnnxFile(weights, ranges, form).graph(classes);
  }

  private OnnxGraph graph(int classes) {
    if (form == Form.QOPERATOR) {
      graph.importDomain(MICROSOFT);
    }
    graph.add(OnnxTensor.ofBytes("zero", List.of(), Type.UINT8, (byte) 0));
    String input = OnnxNetwork.addInput(graph, OnnxNetwork.Layout.CHANNELS_FIRST);
    LayerOutput output = new LayerOutput(input, 3, 0);
    for (Layer layer : Architecture.LAYERS) {
      output = add("", layer, output);
    }
    graph.node("GlobalAveragePool", List.of(floats(output)), "pooled");
    String scope = "InceptionV2/Logits/Conv2d_1c_1x1";
    List<Integer> shape = List.of(classes, output.channels(), 1, 1);
    graph.constant("logits/weights", shape, kernel(scope + "/weights", 1, classes));
    graph.constant("logits/biases", List.of(classes), weights.apply(scope + "/biases"));
    graph.conv(List.of("pooled", "logits/weights", "logits/biases"), "cells", 1, 1);
    graph.node("Flatten", List.of("cells"), "logits");
    graph.node("Flatten", List.of("pooled"), "feature_vector");
    graph.output("logits", "batch", classes);
    graph.output("feature_vector", "batch", output.channels());
    return graph;
  }

  private LayerOutput add(String scope, Layer layer, LayerOutput input) {
    String path = scope + layer.name();
    if (layer instanceof SeparableConvolution stem) {
      return stem(path, stem, input);
    } else if (layer instanceof Convolution convolution) {
      return input.maximum() > 0
          ? convolveIntegers(path, convolution, input)
          : quantize(convolveFloats(path, convolution, input), ranges.maxima().get(path));
    } else if (layer instanceof Pool pool) {
      return pool(path, pool, input);
    }
    List<LayerOutput> ends = new ArrayList<>();
    List<List<Layer>> branches = ((Mixed) layer).branches();
    for (int i = 0; i < branches.size(); i++) {
      LayerOutput end = input;
      for (Layer inner : branches.get(i)) {
        end = add(path + "/Branch_" + i + "/", inner, end);
      }
      ends.add(end);
    }
    return join(path, ends);
  }

  /** The dense form is what the folded weights are of. */
  private LayerOutput stem(String path, SeparableConvolution stem, LayerOutput input) {
    int between = input.channels() * stem.multiplier();
    String scope = "InceptionV2/" + path;
    int size = stem.kernel();
    float[] dense = kernel(scope + "/depthwise_weights", size, between);
    graph.constant(path + "/d/w", List.of(between, input.channels(), size, size), dense);
    graph.conv(List.of(input.name(), path + "/d/w"), path + "/d", size, stem.stride());
    float[] mix = kernel(scope + "/pointwise_weights", 1, stem.depth());
    graph.constant(path + "/p/w", List.of(stem.depth(), between, 1, 1), mix);
    graph.constant(path + "/b", List.of(stem.depth()), weights.apply(scope + "/biases"));
    graph.conv(List.of(path + "/d", path + "/p/w", path + "/b"), path + "/p", 1, 1);
    graph.node("Relu", List.of(path + "/p"), path);
    return new LayerOutput(path, stem.depth(), 0);
  }

  private LayerOutput convolveFloats(String path, Convolution layer, LayerOutput input) {
    String scope = "InceptionV2/" + path;
    int size = layer.kernel();
    List<Integer> shape = List.of(layer.depth(), input.channels(), size, size);
    graph.constant(path + "/w", shape, kernel(scope + "/weights", size, layer.depth()));
    graph.constant(path + "/b", List.of(layer.depth()), weights.apply(scope + "/biases"));
    List<String> inputs = List.of(input.name(), path + "/w", path + "/b");
    graph.conv(inputs, path + "/c", size, layer.stride());
    graph.node("Relu", List.of(path + "/c"), path);
    return new LayerOutput(path, layer.depth(), 0);
  }

  private LayerOutput convolveIntegers(String path, Convolution layer, LayerOutput input) {
    String scope = "InceptionV2/" + path;
    int depth = layer.depth();
    int size = layer.kernel();
    float[] integers = kernel(scope + QuantizedVariables.WEIGHTS, size, depth);
    byte[] bytes = new byte[integers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) integers[i];
    }
    float[] scales = weights.apply(scope + QuantizedVariables.MAXIMUM).clone();
    float[] biases = weights.apply(scope + "/biases");
    float[] products = new float[depth];
    int[] steps = new int[depth];
    for (int i = 0; i < depth; i++) {
      scales[i] /= WEIGHT_STEPS;
      products[i] = scales[i] * input.maximum() / STEPS;
      steps[i] = Math.round(biases[i] / products[i]);
    }
    List<Integer> shape = List.of(depth, input.channels(), size, size);
    graph.add(OnnxTensor.ofBytes(path + "/w", shape, Type.INT8, bytes));
    graph.constant(path + "/w/scale", List.of(depth), scales);
    graph.add(OnnxTensor.ofBytes(path + "/w/zero", List.of(depth), Type.INT8, new byte[depth]));
    graph.add(OnnxTensor.ofIntegers(path + "/b", List.of(depth), steps));
    if (form == Form.QOPERATOR) {
      return multiply(path, layer, input);
    }
    graph.constant(path + "/b/scale", List.of(depth), products);
    dequantize(List.of(path + "/w", path + "/w/scale", path + "/w/zero"), path + "/w/f");
    dequantize(List.of(path + "/b", path + "/b/scale"), path + "/b/f");
    List<String> inputs = List.of(floats(input), path + "/w/f", path + "/b/f");
    graph.conv(inputs, path + "/c", size, layer.stride());
    graph.node("Relu", List.of(path + "/c"), path);
    return quantize(new LayerOutput(path, depth, 0), ranges.maxima().get(path));
  }

  /** Its integers stand for numbers from 0 on only, so that it is ReLU too. */
  private LayerOutput multiply(String path, Convolution layer, LayerOutput input) {
    LayerOutput output = integers(path, layer.depth(), ranges.maxima().get(path));
    List<String> inputs = new ArrayList<>(scaled(input));
    inputs.addAll(List.of(path + "/w", path + "/w/scale", path + "/w/zero"));
    inputs.addAll(List.of(output.name() + "/scale", "zero", path + "/b"));
    graph.node(
        "QLinearConv", inputs, output.name(), OnnxGraph.window(layer.kernel(), layer.stride()));
    return output;
  }

  private static List<String> scaled(LayerOutput integers) {
    return List.of(integers.name(), integers.name() + "/scale", "zero");
  }

  private void dequantize(List<String> inputs, String output) {
    graph.node("DequantizeLinear", inputs, output, OnnxGraph.number("axis", 0));
  }

  private LayerOutput pool(String path, Pool pool, LayerOutput input) {
    if (form == Form.QOPERATOR && input.maximum() > 0) {
      return poolIntegers(path, pool, input);
    }
    String operator = pool.kind() == Pool.Kind.MAXIMUM ? "MaxPool" : "AveragePool";
    graph.pool(operator, floats(input), path, POOL_SIZE, pool.stride());
    LayerOutput output = new LayerOutput(path, input.channels(), 0);
    return input.maximum() > 0 ? quantize(output, input.maximum()) : output;
  }

  private LayerOutput poolIntegers(String path, Pool pool, LayerOutput input) {
    LayerOutput output = integers(path, input.channels(), input.maximum());
    if (pool.kind() == Pool.Kind.MAXIMUM) {
      graph.pool("MaxPool", input.name(), output.name(), POOL_SIZE, pool.stride());
    } else {
      List<String> inputs = new ArrayList<>(scaled(input));
      inputs.addAll(List.of(output.name() + "/scale", "zero"));
      graph.nodeOf(
          MICROSOFT,
          "QLinearAveragePool",
          inputs,
          output.name(),
          OnnxGraph.window(POOL_SIZE, pool.stride()));
    }
    return output;
  }

  private LayerOutput join(String path, List<LayerOutput> ends) {
    int channels = ends.stream().mapToInt(LayerOutput::channels).sum();
    boolean hasOneScale = ends.stream().map(LayerOutput::maximum).distinct().count() == 1;
    if (form == Form.QOPERATOR && hasOneScale) {
      LayerOutput output = integers(path, channels, ends.get(0).maximum());
      List<String> integers = ends.stream().map(LayerOutput::name).toList();
      graph.node("Concat", integers, output.name(), OnnxGraph.number("axis", 1));
      return output;
    }
    List<String> inputs = ends.stream().map(this::floats).toList();
    graph.node("Concat", inputs, path, OnnxGraph.number("axis", 1));
    LayerOutput joined = new LayerOutput(path, channels, 0);
    return hasOneScale ? quantize(joined, ends.get(0).maximum()) : joined;
  }

  private LayerOutput quantize(LayerOutput output, float maximum) {
    LayerOutput integers = integers(output.name(), output.channels(), maximum);
    String name = integers.name();
    graph.node("QuantizeLinear", List.of(output.name(), name + "/scale", "zero"), name);
    return integers;
  }

  /** Adds the scale of integers that an operation is about to put out. */
  private LayerOutput integers(String path, int channels, float maximum) {
    String name = path + "/q";
    graph.constant(name + "/scale", List.of(), maximum / STEPS);
    return new LayerOutput(name, channels, maximum);
  }

  /** Each use gets an operation of its own, as the runtime expects. */
  private String floats(LayerOutput output) {
    if (output.maximum() == 0) {
      return output.name();
    }
    String name = output.name() + "/f" + uses++;
    String scale = output.name() + "/scale";
    graph.node("DequantizeLinear", List.of(output.name(), scale, "zero"), name);
    return name;
  }

  private float[] kernel(String name, int size, int depth) {
    float[] values = weights.apply(name);
    int channels = values.length / (size * size * depth);
    return OnnxNetwork.outputsFirst(values, size, channels, depth);
  }
}
