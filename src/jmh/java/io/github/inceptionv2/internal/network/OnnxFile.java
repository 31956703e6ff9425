package io.github.inceptionv2.internal.network;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Mixed;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Writes the network as an ONNX file, so that other runtimes can be measured on the same weights.
 *
 * <p>Input {@code images}: float32 RGB in [0,1], shape [batch, 3, height, width], as ONNX has its
 * channels before height and width; outputs {@code logits} and {@code features}. Field numbers are
 * those of ONNX's {@code onnx.proto}; operators are of its operator set 13, which all peers read.
 */
public final class OnnxFile {

  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 13;
  private static final int FLOAT = 1;
  private static final String SCOPE = Architecture.SCOPE + "/";
  private static final String LOGITS = SCOPE + "Logits/Conv2d_1c_1x1";

  private final Function<String, float[]> weights;
  private final List<ByteString> nodes = new ArrayList<>();
  private final List<ByteString> constants = new ArrayList<>();

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
    constant("two", List.of(), new float[] {2});
    constant("one", List.of(), new float[] {1});
    node("Mul", List.of("images", "two"), "doubled");
    node("Sub", List.of("doubled", "one"), "input");
    LayerOutput output = new LayerOutput("input", 3);
    for (Layer layer : Architecture.LAYERS) {
      output = add("", layer, output);
    }
    node("GlobalAveragePool", List.of(output.name()), "pooled");
    float[] kernel = transposed(weights.apply(LOGITS + "/weights"), 1, output.channels(), classes);
    constant("logits/weights", List.of(classes, output.channels(), 1, 1), kernel);
    constant("logits/biases", List.of(classes), weights.apply(LOGITS + "/biases"));
    conv(List.of("pooled", "logits/weights", "logits/biases"), "cells", 1, 1, 1);
    node("Flatten", List.of("cells"), "logits");
    node("Flatten", List.of("pooled"), "features");

    Message graph = new Message().text(2, "inception_v2");
    nodes.forEach(node -> graph.bytes(1, node));
    constants.forEach(constant -> graph.bytes(5, constant));
    graph.bytes(11, value("images", "batch", 3, "height", "width"));
    graph.bytes(12, value("logits", "batch", classes));
    graph.bytes(12, value("features", "batch", output.channels()));
    Message operators = new Message().text(1, "").number(2, OPERATOR_SET);
    return new Message()
        .number(1, IR_VERSION)
        .text(2, "inception-v2")
        .bytes(7, graph.build())
        .bytes(8, operators.build())
        .build();
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
    node("Concat", ends, path, number("axis", 1));
    return new LayerOutput(path, channels);
  }

  private LayerOutput addStem(String path, SeparableConvolution stem, LayerOutput input) {
    int size = stem.kernel();
    int between = input.channels() * stem.multiplier();
    float[] depthwise = weights.apply(SCOPE + path + "/depthwise_weights");
    constant(
        path + "/depthwise", List.of(between, 1, size, size), transposed(depthwise, size, between));
    conv(
        List.of(input.name(), path + "/depthwise"),
        path + "/d",
        size,
        stem.stride(),
        input.channels());
    float[] pointwise =
        transposed(weights.apply(SCOPE + path + "/pointwise_weights"), 1, between, stem.depth());
    constant(path + "/pointwise", List.of(stem.depth(), between, 1, 1), pointwise);
    constant(path + "/biases", List.of(stem.depth()), weights.apply(SCOPE + path + "/biases"));
    conv(List.of(path + "/d", path + "/pointwise", path + "/biases"), path + "/p", 1, 1, 1);
    node("Relu", List.of(path + "/p"), path);
    return new LayerOutput(path, stem.depth());
  }

  private LayerOutput addConvolution(String path, Convolution convolution, LayerOutput input) {
    int size = convolution.kernel();
    int depth = convolution.depth();
    float[] values = weights.apply(SCOPE + path + "/weights");
    List<Integer> shape = List.of(depth, input.channels(), size, size);
    constant(path + "/weights", shape, transposed(values, size, input.channels(), depth));
    conv(List.of(input.name(), path + "/weights"), path + "/c", size, convolution.stride(), 1);
    float[] gamma = new float[depth];
    Arrays.fill(gamma, 1);
    constant(path + "/gamma", List.of(depth), gamma);
    List<String> inputs = new ArrayList<>(List.of(path + "/c", path + "/gamma"));
    for (String name : List.of("beta", "moving_mean", "moving_variance")) {
      constant(
          path + "/" + name, List.of(depth), weights.apply(SCOPE + path + "/BatchNorm/" + name));
      inputs.add(path + "/" + name);
    }
    node("BatchNormalization", inputs, path + "/n", real("epsilon", 0.001f));
    node("Relu", List.of(path + "/n"), path);
    return new LayerOutput(path, depth);
  }

  private void conv(List<String> inputs, String output, int size, int stride, int groups) {
    node(
        "Conv",
        inputs,
        output,
        numbers("kernel_shape", size, size),
        numbers("strides", stride, stride),
        number("group", groups),
        text("auto_pad", "SAME_UPPER"));
  }

  private LayerOutput addPool(String path, Pool pool, LayerOutput input) {
    node(
        pool.kind() == Pool.Kind.MAXIMUM ? "MaxPool" : "AveragePool",
        List.of(input.name()),
        path,
        numbers("kernel_shape", 3, 3),
        numbers("strides", pool.stride(), pool.stride()),
        text("auto_pad", "SAME_UPPER"));
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

  private void node(String operator, List<String> inputs, String output, ByteString... attributes) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, output).text(4, operator);
    for (ByteString attribute : attributes) {
      node.bytes(5, attribute);
    }
    nodes.add(node.build());
  }

  private void constant(String name, List<Integer> shape, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    Message tensor = new Message();
    shape.forEach(size -> tensor.number(1, size));
    tensor.number(2, FLOAT).text(8, name).bytes(9, ByteString.copyFrom(bytes.array()));
    constants.add(tensor.build());
  }

  private static ByteString number(String name, int value) {
    return new Message().text(1, name).number(3, value).number(20, 2).build();
  }

  private static ByteString real(String name, float value) {
    return new Message().text(1, name).real(2, value).number(20, 1).build();
  }

  private static ByteString text(String name, String value) {
    return new Message().text(1, name).text(4, value).number(20, 3).build();
  }

  private static ByteString numbers(String name, int... values) {
    Message attribute = new Message().text(1, name);
    for (int value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, 7).build();
  }

  /** A float tensor's name and shape; a size is a number, or the name of an open one. */
  private static ByteString value(String name, Object... sizes) {
    Message shape = new Message();
    for (Object size : sizes) {
      Message dimension = new Message();
      shape.bytes(
          1,
          size instanceof Integer number
              ? dimension.number(1, number).build()
              : dimension.text(2, (String) size).build());
    }
    Message tensor = new Message().number(1, FLOAT).bytes(2, shape.build());
    Message type = new Message().bytes(1, tensor.build());
    return new Message().text(1, name).bytes(2, type.build()).build();
  }

  /** A protocol buffer without a schema. */
  private static final class Message {
    private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

    Message number(int field, long value) {
      return add(field, Field.newBuilder().addVarint(value));
    }

    Message real(int field, float value) {
      return add(field, Field.newBuilder().addFixed32(Float.floatToIntBits(value)));
    }

    Message text(int field, String value) {
      return bytes(field, ByteString.copyFromUtf8(value));
    }

    Message bytes(int field, ByteString value) {
      return add(field, Field.newBuilder().addLengthDelimited(value));
    }

    private Message add(int field, Field.Builder value) {
      fields.mergeField(field, value.build());
      return this;
    }

    ByteString build() {
      return fields.build().toByteString();
    }
  }
}
