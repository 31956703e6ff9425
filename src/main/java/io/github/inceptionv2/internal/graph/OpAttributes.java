package io.github.inceptionv2.internal.graph;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.AttrValue.ValueCase;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * The attributes that operations of an Inception V2 graph may have, and their allowed values. Other
 * values, such as dilations of 2^40 or explicit paddings, reach code in TensorFlow that terminates
 * the process.
 */
final class OpAttributes {

  /**
   * The maximum side of a pooling window: the side of the last layer's output for the largest
   * images.
   */
  private static final long MAX_WINDOW = 64;

  /** The maximum stride of a convolution: this network's convolutions at most halve their input. */
  private static final long MAX_STRIDE = 2;

  /** The maximum number of branches that are concatenated; the network concatenates four. */
  private static final int MAX_JOINED = 64;

  private static final Attribute FLOAT = type("T", DataType.DT_FLOAT);
  private static final Attribute NUMBER = type("T", DataType.DT_FLOAT, DataType.DT_INT32);
  private static final Attribute LAYOUT = text("data_format", "NHWC").optional();
  private static final Attribute PADDING = text("padding", "SAME", "VALID");
  private static final Attribute STRIDES = window("strides", MAX_STRIDE);
  private static final Attribute NO_DILATION = window("dilations", 1).optional();
  private static final Attribute NO_PADS =
      new Attribute(
          "explicit_paddings",
          false,
          ValueCase.LIST,
          value -> isIntegers(value) && integers(value).isEmpty(),
          "an empty list");
  private static final List<Attribute> CONVOLUTION =
      List.of(FLOAT, STRIDES, PADDING, NO_PADS, NO_DILATION, LAYOUT);
  private static final List<Attribute> POOL =
      List.of(
          FLOAT,
          window("ksize", MAX_WINDOW),
          window("strides", MAX_WINDOW),
          PADDING,
          NO_PADS,
          LAYOUT);
  private static final List<Attribute> BATCH_NORM =
      List.of(
          FLOAT,
          new Attribute(
              "epsilon",
              false,
              ValueCase.F,
              value -> value.getF() >= 0 && value.getF() <= 1,
              "0 to 1"),
          flag("is_training", false),
          LAYOUT,
          flag("exponential_avg_factor").of(ValueCase.F).optional());

  private static final Map<String, List<Attribute>> ALLOWED =
      Map.ofEntries(
          entry("Add", List.of(NUMBER)),
          entry("AddV2", List.of(NUMBER)),
          entry("AvgPool", POOL),
          entry("BiasAdd", List.of(FLOAT, LAYOUT)),
          entry("ConcatV2", List.of(NUMBER, count(2), index("Tidx"))),
          entry("Conv2D", with(CONVOLUTION, flag("use_cudnn_on_gpu").optional())),
          entry("DepthwiseConv2dNative", CONVOLUTION),
          entry("ExpandDims", List.of(NUMBER, index("Tdim"))),
          entry("FusedBatchNorm", BATCH_NORM),
          entry("FusedBatchNormV2", with(BATCH_NORM, type("U", DataType.DT_FLOAT))),
          entry("FusedBatchNormV3", with(BATCH_NORM, type("U", DataType.DT_FLOAT))),
          entry("Identity", List.of(NUMBER)),
          entry("MaxPool", POOL),
          entry("Mean", List.of(FLOAT, index("Tidx"), flag("keep_dims").optional())),
          entry("Mul", List.of(NUMBER)),
          entry("Pack", List.of(type("T", DataType.DT_INT32), count(1), integer("axis", 0))),
          entry("ReadVariableOp", List.of(type("dtype", DataType.DT_FLOAT))),
          entry("RealDiv", List.of(FLOAT)),
          entry("Relu", List.of(FLOAT)),
          entry("Reshape", List.of(NUMBER, index("Tshape"))),
          entry("Rsqrt", List.of(FLOAT)),
          entry("Shape", List.of(FLOAT, index("out_type"))),
          entry("Softmax", List.of(FLOAT)),
          entry(
              "Squeeze",
              List.of(
                  NUMBER,
                  new Attribute(
                      "squeeze_dims",
                      false,
                      ValueCase.LIST,
                      value ->
                          isIntegers(value)
                              && integers(value).stream().allMatch(axis -> axis >= -4 && axis < 4),
                      "axes from -4 to 3"))),
          entry("StopGradient", List.of(NUMBER)),
          entry(
              "StridedSlice",
              List.of(
                  type("T", DataType.DT_INT32),
                  type("Index", DataType.DT_INT32),
                  integer("begin_mask", 0, 1),
                  integer("end_mask", 0, 1),
                  integer("ellipsis_mask", 0),
                  integer("new_axis_mask", 0),
                  integer("shrink_axis_mask", 0, 1))),
          entry("Sub", List.of(NUMBER)));

  private OpAttributes() {}

  /** An attribute and its allowed values. */
  private record Attribute(
      String name, boolean isRequired, ValueCase kind, Predicate<AttrValue> rule, String expected) {

    Attribute optional() {
      return new Attribute(name, false, kind, rule, expected);
    }

    Attribute of(ValueCase other) {
      return new Attribute(name, isRequired, other, rule, expected);
    }

    boolean allows(AttrValue value) {
      return value.getValueCase() == kind && rule.test(value);
    }
  }

  /**
   * Returns true if {@code op} has a rule here; constants, variables and images have other rules.
   */
  static boolean knows(String op) {
    return ALLOWED.containsKey(op);
  }

  /**
   * Returns {@code node} without inputs, and with only those attributes that its operation has in
   * this network. Attributes that begin with an underscore are for TensorFlow's runtime, such as
   * its compiler or placement, and are omitted.
   *
   * @throws RefusedGraphException if an attribute is missing, unknown, or out of range
   */
  static NodeDef.Builder checked(NodeDef node) {
    NodeDef.Builder checked = NodeDef.newBuilder().setName(node.getName()).setOp(node.getOp());
    List<String> known = new ArrayList<>();
    for (Attribute attribute : ALLOWED.get(node.getOp())) {
      known.add(attribute.name());
      AttrValue value = node.getAttrOrDefault(attribute.name(), null);
      if (value == null ? attribute.isRequired() : !attribute.allows(value)) {
        throw new RefusedGraphException(
            describe(node)
                + (value == null ? " lacks " : " has an unsupported value of ")
                + attribute.name()
                + ", expected "
                + attribute.expected());
      } else if (value != null) {
        checked.putAttr(attribute.name(), value);
      }
    }
    for (String name : node.getAttrMap().keySet()) {
      if (!known.contains(name) && !name.startsWith("_")) {
        throw new RefusedGraphException(
            describe(node) + " has the attribute " + name + ", expected only " + known);
      }
    }
    return checked;
  }

  /** Returns the description of a node for a message. */
  static String describe(NodeDef node) {
    return "node " + node.getName() + " (" + node.getOp() + ")";
  }

  /** Returns the height and width of a window or of its strides. */
  static long[] window(NodeDef node, String name) {
    List<Long> all = integers(node.getAttrOrThrow(name));
    return new long[] {all.get(1), all.get(2)};
  }

  static List<Long> integers(AttrValue value) {
    return value.getList().getIList();
  }

  private static List<Attribute> with(List<Attribute> attributes, Attribute more) {
    List<Attribute> all = new ArrayList<>(attributes);
    all.add(more);
    return List.copyOf(all);
  }

  private static Attribute type(String name, DataType... types) {
    List<DataType> allowed = List.of(types);
    return new Attribute(
        name, true, ValueCase.TYPE, value -> allowed.contains(value.getType()), allowed.toString());
  }

  /** Returns the rule for the number of inputs. */
  private static Attribute count(int min) {
    return new Attribute(
        "N",
        true,
        ValueCase.I,
        value -> value.getI() >= min && value.getI() <= MAX_JOINED,
        min + " to " + MAX_JOINED);
  }

  private static Attribute index(String name) {
    return type(name, DataType.DT_INT32).optional();
  }

  private static Attribute text(String name, String... texts) {
    List<String> allowed = List.of(texts);
    return new Attribute(
        name,
        true,
        ValueCase.S,
        value -> allowed.contains(value.getS().toStringUtf8()),
        allowed.toString());
  }

  private static Attribute flag(String name) {
    return new Attribute(name, true, ValueCase.B, value -> true, "a boolean");
  }

  private static Attribute flag(String name, boolean wanted) {
    return new Attribute(
        name, true, ValueCase.B, value -> value.getB() == wanted, String.valueOf(wanted));
  }

  private static Attribute integer(String name, long... numbers) {
    List<Long> allowed = Arrays.stream(numbers).boxed().toList();
    return new Attribute(
        name, false, ValueCase.I, value -> allowed.contains(value.getI()), allowed.toString());
  }

  /**
   * Returns the rule for lengths along [batch, height, width, channels]; batch and channels must be
   * 1.
   */
  private static Attribute window(String name, long max) {
    return new Attribute(
        name,
        true,
        ValueCase.LIST,
        value -> isIntegers(value) && isWindow(integers(value), max),
        max == 1 ? "[1, 1, 1, 1]" : "[1, h, w, 1] with h and w from 1 to " + max);
  }

  /** Returns true if the value is a list that contains only integers. */
  private static boolean isIntegers(AttrValue value) {
    return value
        .getList()
        .equals(AttrValue.ListValue.newBuilder().addAllI(integers(value)).build());
  }

  private static boolean isWindow(List<Long> all, long max) {
    return all.size() == 4
        && all.get(0) == 1
        && all.get(3) == 1
        && all.get(1) >= 1
        && all.get(1) <= max
        && all.get(2) >= 1
        && all.get(2) <= max;
  }
}
