package io.github.inceptionv2.internal.module;

import com.google.protobuf.ByteString;
import io.github.inceptionv2.internal.network.GraphWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * A random graph of a few operations that a module may contain. Some attributes and shapes are
 * hostile, and some are hidden from TensorFlow's shape inference. The same seed gives the same
 * graph.
 */
final class OperationCase {

  private static final List<Long> NUMBERS =
      List.of(
          -1L,
          0L,
          1L,
          2L,
          3L,
          5L,
          8L,
          64L,
          65L,
          1L << 15,
          (1L << 31) - 1,
          1L << 31,
          1L << 40,
          -(1L << 31),
          Long.MIN_VALUE,
          Long.MAX_VALUE);
  private static final List<Integer> LENGTHS =
      List.of(1, 1, 2, 3, 3, 5, 7, 9, 24, 64, 0, -1, 1 << 20, Integer.MAX_VALUE);
  private static final List<String> OPS =
      List.of(
          "Conv2D",
          "Conv2D",
          "DepthwiseConv2dNative",
          "DepthwiseConv2dNative",
          "MaxPool",
          "MaxPool",
          "AvgPool",
          "AvgPool",
          "FusedBatchNorm",
          "FusedBatchNormV3",
          "BiasAdd",
          "Mul",
          "Add",
          "AddV2",
          "Sub",
          "RealDiv",
          "ConcatV2",
          "Mean",
          "Reshape",
          "ExpandDims",
          "Squeeze",
          "Softmax",
          "Relu",
          "Rsqrt",
          "Shape",
          "StridedSlice",
          "Pack",
          "Identity",
          "StopGradient",
          "PlaceholderWithDefault",
          "Const",
          "Placeholder",
          "ReadVariableOp");

  private final SplittableRandom random;
  private final GraphDef.Builder graph = GraphDef.newBuilder();
  private final List<String> tensors = new ArrayList<>();

  private OperationCase(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The name of the images' placeholder. */
  static final String IMAGES = "images";

  /** The name of the result, of shape [batch, any, 1, 1]. */
  static final String RESULT = "result";

  static GraphDef of(long seed) {
    return new OperationCase(seed).build();
  }

  private GraphDef build() {
    graph.getVersionsBuilder().setProducer(27);
    tensors.add(
        add(
            node("Placeholder", IMAGES)
                .putAttr("dtype", type(DataType.DT_FLOAT))
                .putAttr("shape", shape(-1, -1, -1, 3))));
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      tensors.add(hidden(operation(pick(OPS), tensors.get(tensors.size() - 1))));
    }
    finish(tensors.get(tensors.size() - 1));
    return graph.build();
  }

  /** Reshapes the last result, of any shape, to one row per image. */
  private void finish(String last) {
    String each = mean("each", IMAGES, 1, 2, 3);
    String flat = reshape("flat", last, vector(1, -1, 1, 1));
    add(typed("Mul", RESULT).addInput(each).addInput(flat));
  }

  private String operation(String op, String input) {
    NodeDef.Builder node = typed(op, name(op)).addInput(input);
    switch (op) {
      case "Conv2D", "DepthwiseConv2dNative" -> {
        node.addInput(filter()).putAttr("strides", window()).putAttr("padding", padding());
        sometimes(8, () -> node.putAttr("dilations", window()));
        sometimes(16, () -> node.putAttr("explicit_paddings", numbers(8)));
      }
      case "MaxPool", "AvgPool" ->
          node.putAttr("ksize", window())
              .putAttr("strides", window())
              .putAttr("padding", padding());
      case "FusedBatchNorm", "FusedBatchNormV3" -> {
        for (int i = 0; i < 4; i++) {
          node.addInput(floats(pick(List.of(3, 3, 3, 8, 64))));
        }
        node.putAttr("is_training", flag(random.nextInt(8) == 0));
        if (op.endsWith("V3")) {
          node.putAttr("U", type(DataType.DT_FLOAT));
        }
      }
      case "BiasAdd" -> node.addInput(floats(pick(List.of(3, 3, 8, 64))));
      case "Mul", "Add", "AddV2", "Sub", "RealDiv" -> node.addInput(other());
      case "ConcatV2" -> {
        int more = random.nextInt(12) == 0 ? 2000 : random.nextInt(3);
        for (int i = 0; i < more; i++) {
          node.addInput(random.nextBoolean() ? input : other());
        }
        node.addInput(integer(pick(List.of(0, 1, 2, 3, 3, -1, 4, -5, 1 << 30))));
        node.putAttr("N", integerAttribute(more + 1));
      }
      case "Mean" ->
          node.addInput(random.nextBoolean() ? vector(1, 2) : anyVector())
              .putAttr("keep_dims", flag(random.nextBoolean()));
      case "Reshape" -> node.addInput(random.nextInt(3) == 0 ? anyVector() : lengths(input));
      case "ExpandDims" -> node.addInput(integer(pick(LENGTHS)));
      case "Squeeze" -> node.putAttr("squeeze_dims", numbers(random.nextInt(3)));
      case "StridedSlice" ->
          node.addInput(anyVector())
              .addInput(anyVector())
              .addInput(anyVector())
              .putAttr("Index", type(DataType.DT_INT32))
              .putAttr("shrink_axis_mask", integerAttribute(pick(NUMBERS)));
      case "Pack" -> node.addInput(other()).putAttr("N", integerAttribute(2));
      case "PlaceholderWithDefault" ->
          node.removeAttr("T")
              .putAttr("dtype", type(DataType.DT_FLOAT))
              .putAttr("shape", unknown());
      case "Const" -> {
        return other();
      }
      case "Placeholder" -> node.clearInput().clearAttr().putAttr("dtype", type(DataType.DT_FLOAT));
      case "ReadVariableOp" -> node.clearAttr().putAttr("dtype", type(DataType.DT_FLOAT));
      default -> {}
    }
    int changes = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
    for (int i = 0; i < changes; i++) {
      change(node);
    }
    String result = add(node);
    return op.equals("Shape") ? floatsOf(result) : result;
  }

  /** Reshapes the images to {@code lengths}. */
  private String floatsOf(String lengths) {
    return reshape(name("as"), IMAGES, lengths);
  }

  private void change(NodeDef.Builder node) {
    List<String> names =
        List.of(
            "T",
            "data_format",
            "dilations",
            "strides",
            "ksize",
            "padding",
            "explicit_paddings",
            "epsilon",
            "is_training",
            "N",
            "axis",
            "keep_dims",
            "squeeze_dims",
            "dtype",
            "U",
            "Tidx",
            "Tshape",
            "use_cudnn_on_gpu",
            "exponential_avg_factor",
            "_XlaCompile",
            "_kernel",
            "_output_shapes",
            "_class",
            "begin_mask",
            "ellipsis_mask");
    String name = pick(names);
    AttrValue.Builder value = AttrValue.newBuilder();
    switch (random.nextInt(7)) {
      case 0 -> value.setTypeValue(random.nextInt(25));
      case 1 -> value.setS(ByteString.copyFromUtf8(pick(List.of("NCHW", "EXPLICIT", "", "SAME"))));
      case 2 -> value.setI(pick(NUMBERS));
      case 3 -> value.setF(pick(List.of(Float.NaN, -1f, 0f, 1e30f, Float.POSITIVE_INFINITY)));
      case 4 -> value.setB(random.nextBoolean());
      case 5 -> value.mergeFrom(numbers(random.nextInt(9)));
      default -> value.mergeFrom(window());
    }
    node.putAttr(name, value.build());
  }

  /**
   * Hides the shape of {@code tensor} from TensorFlow's shape inference, or returns it unchanged.
   */
  private String hidden(String tensor) {
    return switch (random.nextInt(5)) {
      case 0 ->
          add(
              node("PlaceholderWithDefault", name("hidden"))
                  .addInput(tensor)
                  .putAttr("dtype", type(DataType.DT_FLOAT))
                  .putAttr("shape", unknown()));
      case 1 -> reshape(name("hidden"), tensor, lengths(tensor));
      case 2 -> add(typed("Identity", name("hidden")).addInput(tensor));
      default -> tensor;
    };
  }

  private String lengths(String tensor) {
    return add(typed("Shape", name("lengths")).addInput(tensor));
  }

  private String filter() {
    List<Integer> sides = List.of(1, 1, 3, 3, 5, 7, 9, 0);
    int depth = pick(List.of(3, 3, 3, 3, 1, 2, 6, 64, 0));
    return hidden(floats(pick(sides), pick(sides), depth, pick(List.of(1, 2, 8, 64, 0))));
  }

  private String other() {
    int rank = random.nextInt(6);
    Integer[] shape = new Integer[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = pick(LENGTHS);
    }
    return random.nextInt(4) == 0 ? tensors.get(random.nextInt(tensors.size())) : floats(shape);
  }

  /** Adds a constant in which one value stands for all. */
  private String floats(Integer... lengths) {
    long[] shape = new long[lengths.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = lengths[i];
    }
    TensorProto.Builder value =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(shape(shape).getShape())
            .addFloatVal(pick(List.of(1f, 0.5f, 0f, Float.NaN)));
    return constant(value);
  }

  private String anyVector() {
    int size = pick(List.of(1, 1, 2, 4, 4, 5, 17));
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] = pick(LENGTHS);
    }
    return vector(values);
  }

  private String vector(int... values) {
    TensorProto.Builder value =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT32)
            .setTensorShape(shape(values.length).getShape());
    for (int one : values) {
      value.addIntVal(one);
    }
    return constant(value);
  }

  private String integer(int number) {
    return constant(
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT32)
            .setTensorShape(shape().getShape())
            .addIntVal(number));
  }

  private String constant(TensorProto.Builder value) {
    return add(
        node("Const", name("constant"))
            .putAttr("dtype", type(value.getDtype()))
            .putAttr("value", AttrValue.newBuilder().setTensor(value).build()));
  }

  private String mean(String name, String input, int... axes) {
    return add(
        typed("Mean", name)
            .addInput(input)
            .addInput(vector(axes))
            .putAttr("keep_dims", flag(true)));
  }

  private String reshape(String name, String input, String lengths) {
    return add(typed("Reshape", name).addInput(input).addInput(lengths));
  }

  private AttrValue window() {
    if (random.nextInt(6) == 0) {
      return numbers(random.nextInt(8) == 0 ? random.nextInt(6) : 4);
    }
    long side = pick(List.of(1L, 1L, 2L, 2L, 3L, 7L, 64L));
    return list(1, side, random.nextInt(6) == 0 ? pick(NUMBERS) : side, 1);
  }

  private AttrValue numbers(int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = pick(NUMBERS);
    }
    return list(values);
  }

  private AttrValue padding() {
    return text(pick(List.of("SAME", "SAME", "VALID", "VALID", "VALID", "EXPLICIT")));
  }

  private void sometimes(int once, Runnable change) {
    if (random.nextInt(once) == 0) {
      change.run();
    }
  }

  private String name(String kind) {
    return kind + graph.getNodeCount();
  }

  private String add(NodeDef.Builder node) {
    graph.addNode(node);
    return node.getName();
  }

  private static NodeDef.Builder node(String op, String name) {
    return NodeDef.newBuilder().setOp(op).setName(name);
  }

  private static NodeDef.Builder typed(String op, String name) {
    return node(op, name).putAttr("T", type(DataType.DT_FLOAT));
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static AttrValue text(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }

  private static AttrValue flag(boolean flag) {
    return AttrValue.newBuilder().setB(flag).build();
  }

  private static AttrValue integerAttribute(long number) {
    return AttrValue.newBuilder().setI(number).build();
  }

  private static AttrValue list(long... numbers) {
    AttrValue.Builder value = AttrValue.newBuilder();
    value.getListBuilder();
    for (long number : numbers) {
      value.getListBuilder().addI(number);
    }
    return value.build();
  }

  private static AttrValue shape(long... lengths) {
    List<Long> sizes = new ArrayList<>();
    for (long length : lengths) {
      sizes.add(length);
    }
    return AttrValue.newBuilder().setShape(GraphWriter.shape(sizes)).build();
  }

  private static AttrValue unknown() {
    AttrValue.Builder value = AttrValue.newBuilder();
    value.getShapeBuilder().setUnknownRank(true);
    return value.build();
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
