package io.github.inceptionv2.internal.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.github.inceptionv2.internal.onnx.OnnxTensor.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the operations and constants of an ONNX file and writes it. Constants are read one at a
 * time while the file is written, so the whole file is never in memory. Not thread-safe.
 */
public final class OnnxGraph {

  /**
   * The ONNX opset version: the first with the current definitions of all operators that this
   * library uses.
   */
  public static final int OPERATOR_SET = 13;

  /**
   * The version of the file format, which was introduced with {@link #OPERATOR_SET} in ONNX 1.8.
   */
  public static final int IR_VERSION = 7;

  private static final String NAME = "inception_v2";

  /** {@code ModelProto.graph}. */
  private static final int GRAPH = 7;

  /** {@code GraphProto.initializer}. */
  private static final int INITIALIZER = 5;

  private final OnnxMessage operations = new OnnxMessage().text(2, NAME);
  private final List<OnnxTensor> constants = new ArrayList<>();
  private final OnnxMessage head = new OnnxMessage();

  /** Creates an empty graph. */
  public OnnxGraph() {
    ByteString operators = new OnnxMessage().text(1, "").number(2, OPERATOR_SET).build();
    head.number(1, IR_VERSION).text(2, "inception-v2").bytes(8, operators);
  }

  /** Sets the version of this library that wrote the file. */
  void producerVersion(String version) {
    head.text(3, version);
  }

  /** Sets the human-readable description of the model. */
  void description(String text) {
    head.text(6, text);
  }

  /** Adds metadata about the model. */
  void metadata(String key, String value) {
    head.bytes(14, new OnnxMessage().text(1, key).text(2, value).build());
  }

  /**
   * Adds an input of floats.
   *
   * @param lengths the length of each dimension: a number, or a name if the length varies
   */
  public void input(String name, Object... lengths) {
    operations.bytes(11, floats(name, lengths));
  }

  /** Adds an output of floats: the node's output or the input that is called {@code name}. */
  public void output(String name, Object... lengths) {
    operations.bytes(12, floats(name, lengths));
  }

  /** Adds a constant. */
  public void add(OnnxTensor constant) {
    constants.add(constant);
  }

  /** Adds a small constant of floats. */
  public void constant(String name, List<Integer> shape, float... values) {
    add(OnnxTensor.ofFloats(name, shape, () -> values));
  }

  /** Adds a convolution whose output has the input's height and width divided by the stride. */
  public void conv(List<String> inputs, String output, int size, int stride) {
    node("Conv", inputs, output, window(size, stride));
  }

  /** Adds a pooling with the padding of {@link #conv}. Averages ignore the padding. */
  public void pool(String operator, String input, String output, int size, int stride) {
    node(operator, List.of(input), output, window(size, stride));
  }

  /** Returns the attributes of a window with TensorFlow's SAME padding. */
  public static ByteString[] window(int size, int stride) {
    return new ByteString[] {
      numbers("kernel_shape", size, size),
      numbers("strides", stride, stride),
      text("auto_pad", "SAME_UPPER")
    };
  }

  /** Imports the first version of an operator domain other than ONNX's own. */
  public void importDomain(String domain) {
    head.bytes(8, new OnnxMessage().text(1, domain).number(2, 1).build());
  }

  /**
   * Adds an operation of ONNX's own domain with one output. The operation is named after the
   * output.
   */
  public void node(String operator, List<String> inputs, String output, ByteString... attributes) {
    addNode(new OnnxMessage(), operator, inputs, output, attributes);
  }

  /** Adds an operation of an imported domain, like {@link #node}. */
  public void nodeOf(
      String domain,
      String operator,
      List<String> inputs,
      String output,
      ByteString... attributes) {
    addNode(new OnnxMessage().text(7, domain), operator, inputs, output, attributes);
  }

  private void addNode(
      OnnxMessage node,
      String operator,
      List<String> inputs,
      String output,
      ByteString... attributes) {
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, output).text(4, operator);
    for (ByteString attribute : attributes) {
      node.bytes(5, attribute);
    }
    operations.bytes(1, node.build());
  }

  /** Returns an integer attribute called {@code name}. */
  public static ByteString number(String name, int value) {
    return new OnnxMessage().text(1, name).number(3, value).number(20, 2).build();
  }

  /** Returns an attribute called {@code name} with a list of integers. */
  public static ByteString numbers(String name, int... values) {
    OnnxMessage attribute = new OnnxMessage().text(1, name);
    for (int value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, 7).build();
  }

  private static ByteString text(String name, String value) {
    return new OnnxMessage().text(1, name).text(4, value).number(20, 3).build();
  }

  private static ByteString floats(String name, Object... lengths) {
    OnnxMessage shape = new OnnxMessage();
    for (Object length : lengths) {
      OnnxMessage dimension = new OnnxMessage();
      shape.bytes(
          1,
          length instanceof Integer number
              ? dimension.number(1, number).build()
              : dimension.text(2, (String) length).build());
    }
    OnnxMessage tensor = new OnnxMessage().number(1, Type.FLOAT.number()).bytes(2, shape.build());
    ByteString type = new OnnxMessage().bytes(1, tensor.build()).build();
    return new OnnxMessage().text(1, name).bytes(2, type).build();
  }

  /** Writes the file. */
  public void writeTo(OutputStream stream) throws IOException {
    CodedOutputStream out = CodedOutputStream.newInstance(stream);
    ByteString withoutConstants = operations.build();
    long size = withoutConstants.size();
    for (OnnxTensor constant : constants) {
      long length = constant.size();
      size += CodedOutputStream.computeTagSize(INITIALIZER);
      size += CodedOutputStream.computeUInt64SizeNoTag(length) + length;
    }
    out.writeRawBytes(head.build());
    OnnxMessage.writeLength(out, GRAPH, size);
    out.writeRawBytes(withoutConstants);
    for (OnnxTensor constant : constants) {
      OnnxMessage.writeLength(out, INITIALIZER, constant.size());
      constant.writeTo(out);
    }
    out.flush();
  }
}
