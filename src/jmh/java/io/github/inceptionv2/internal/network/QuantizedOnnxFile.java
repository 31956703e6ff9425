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
 * Writes the quantized network as an ONNX file, in either form that ONNX Runtime's own tool writes.
 * The integer layers, their scales and their weights are the same as in {@link QuantizedLayers}.
 */
public final class QuantizedOnnxFile {

  /** The domain of ONNX Runtime's own operators. */
  private static final String MICROSOFT = "com.microsoft";

  private static final int POOL_SIZE = 3;
  private static final float STEPS = 255;
  private static final float WEIGHT_STEPS = 127;

  private static final String PIXELS = "pixels";

  /** The range of numbers that 255 steps of a pixel's integers span. */
  private static final float PIXEL_MAXIMUM = STEPS / WEIGHT_STEPS;

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
     * replaces them with operations on integers.
     */
    QDQ,
    /** Operations on integers, such as {@code QLinearConv}. */
    QOPERATOR
  }

  /**
   * The output of a layer. It holds integers if {@code maximum}, the number that 255 stands for, is
   * not 0.
   */
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
      return convolve(path, convolution, input);
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

  /**
   * Adds the stem as a single convolution of pixels whose integers stand for -1 to 1. The integers
   * are unsigned with a zero point, which the runtime prefers to signed integers.
   */
  private LayerOutput stem(String path, SeparableConvolution stem, LayerOutput input) {
    LayerOutput pixels = new LayerOutput(PIXELS, input.channels(), PIXEL_MAXIMUM);
    graph.add(OnnxTensor.ofBytes(zero(pixels), List.of(), Type.UINT8, (byte) 128));
    graph.constant(PIXELS + "/scale", List.of(), 1 / WEIGHT_STEPS);
    graph.node("QuantizeLinear", List.of(input.name(), PIXELS + "/scale", zero(pixels)), PIXELS);
    return convolve(path, stem.merged(), pixels);
  }

  private LayerOutput convolve(String path, Convolution layer, LayerOutput input) {
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

  /** Adds an operation whose integers stand only for numbers from 0, so it includes ReLU. */
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
    return List.of(integers.name(), integers.name() + "/scale", zero(integers));
  }

  private static String zero(LayerOutput integers) {
    return integers.name().equals(PIXELS) ? PIXELS + "/zero" : "zero";
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

  /** Adds the scale of the integers that the next operation outputs. */
  private LayerOutput integers(String path, int channels, float maximum) {
    String name = path + "/q";
    graph.constant(name + "/scale", List.of(), maximum / STEPS);
    return new LayerOutput(name, channels, maximum);
  }

  /**
   * Returns {@code output} as floats. Each use gets an operation of its own, as the runtime
   * expects.
   */
  private String floats(LayerOutput output) {
    if (output.maximum() == 0) {
      return output.name();
    }
    String name = output.name() + "/f" + uses++;
    String scale = output.name() + "/scale";
    graph.node("DequantizeLinear", List.of(output.name(), scale, zero(output)), name);
    return name;
  }

  private float[] kernel(String name, int size, int depth) {
    float[] values = weights.apply(name);
    int channels = values.length / (size * size * depth);
    return OnnxNetwork.outputsFirst(values, size, channels, depth);
  }
}
