package io.github.inceptionv2.internal.network;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the operations of an ONNX file. Field numbers are those of ONNX's {@code onnx.proto};
 * operators are of its operator set 13, which all peers read.
 */
final class OnnxGraph {

  /** The type of a tensor's elements. */
  static final int UINT8 = 2;

  static final int INT8 = 3;
  private static final int FLOAT = 1;
  private static final int INT32 = 6;
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 13;

  private final List<ByteString> nodes = new ArrayList<>();
  private final List<ByteString> constants = new ArrayList<>();

  /** Returns the file of a network with logits and feature vectors. */
  ByteString model(int classes, int features) {
    Message graph = new Message().text(2, "inception_v2");
    nodes.forEach(node -> graph.bytes(1, node));
    constants.forEach(constant -> graph.bytes(5, constant));
    graph.bytes(11, value("images", "batch", 3, "height", "width"));
    graph.bytes(12, value("logits", "batch", classes));
    graph.bytes(12, value("features", "batch", features));
    Message operators = new Message().text(1, "").number(2, OPERATOR_SET);
    return new Message()
        .number(1, IR_VERSION)
        .text(2, "inception-v2")
        .bytes(7, graph.build())
        .bytes(8, operators.build())
        .build();
  }

  void conv(List<String> inputs, String output, int size, int stride, int groups) {
    node(
        "Conv",
        inputs,
        output,
        numbers("kernel_shape", size, size),
        numbers("strides", stride, stride),
        number("group", groups),
        text("auto_pad", "SAME_UPPER"));
  }

  void node(String operator, List<String> inputs, String output, ByteString... attributes) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, output).text(4, operator);
    for (ByteString attribute : attributes) {
      node.bytes(5, attribute);
    }
    nodes.add(node.build());
  }

  void constant(String name, List<Integer> shape, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    constant(name, shape, FLOAT, bytes.array());
  }

  void constant(String name, List<Integer> shape, int[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    constant(name, shape, INT32, bytes.array());
  }

  /** Adds a tensor of a type of {@code onnx.proto}. */
  void constant(String name, List<Integer> shape, int type, byte[] bytes) {
    Message tensor = new Message();
    shape.forEach(size -> tensor.number(1, size));
    tensor.number(2, type).text(8, name).bytes(9, ByteString.copyFrom(bytes));
    constants.add(tensor.build());
  }

  static ByteString number(String name, int value) {
    return new Message().text(1, name).number(3, value).number(20, 2).build();
  }

  static ByteString real(String name, float value) {
    return new Message().text(1, name).real(2, value).number(20, 1).build();
  }

  static ByteString text(String name, String value) {
    return new Message().text(1, name).text(4, value).number(20, 3).build();
  }

  static ByteString numbers(String name, int... values) {
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
