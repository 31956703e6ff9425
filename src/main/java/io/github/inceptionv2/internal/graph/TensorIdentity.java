package io.github.inceptionv2.internal.graph;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Assigns IDs to the tensors of graphs by what they compute: two tensors with the same ID, even in
 * different graphs, are the same function of the images and the variables.
 *
 * <p>The reverse does not hold: tensors with different IDs may compute the same values.
 */
final class TensorIdentity {

  /** The values that attributes have if they are not set. */
  private static final Map<String, AttrValue> DEFAULTS =
      Map.of(
          "data_format", text("NHWC"),
          "dilations", ones(),
          "explicit_paddings", AttrValue.newBuilder().setList(list()).build(),
          "keep_dims", AttrValue.newBuilder().setB(false).build(),
          "Tidx", type(DataType.DT_INT32),
          "out_type", type(DataType.DT_INT32),
          "Tshape", type(DataType.DT_INT32));

  /** Attributes that affect where and how fast a result is computed, but not the result. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("T", "U", "use_cudnn_on_gpu", "exponential_avg_factor");

  private static final Set<String> PASSING_ON = Set.of("Identity", "StopGradient");

  private final Table table;
  private final GraphIndex graph;
  private final String images;
  private final int classes;
  private final Map<String, Integer> known = new HashMap<>();

  /**
   * Creates IDs for the tensors of {@code graph}.
   *
   * @param table the IDs, shared by all graphs that are compared
   * @param images the tensor to which images are fed
   * @param classes the number of logits
   */
  TensorIdentity(Table table, GraphIndex graph, String images, int classes) {
    this.table = table;
    this.graph = graph;
    this.images = normal(images);
    this.classes = classes;
  }

  /** All computations found so far in any graph; the position of a computation is its ID. */
  static final class Table {
    private final Map<Object, Integer> numbers = new HashMap<>();
    private final List<Object> computations = new ArrayList<>();
  }

  /** The properties that distinguish a computation from others. */
  private record Computation(String op, Map<String, AttrValue> attributes, List<Integer> inputs) {}

  /** A variable's value. */
  private record Variable(String name) {}

  /** Returns the ID of {@code tensor}, or empty if the tensor depends on something unknown. */
  Optional<Integer> of(String tensor) {
    Deque<String> open = new ArrayDeque<>(List.of(normal(tensor)));
    Set<String> begun = new HashSet<>();
    while (!open.isEmpty()) {
      String next = open.peek();
      List<String> missing = known.containsKey(next) ? List.of() : missingInputs(next);
      if (missing.isEmpty()) {
        known.computeIfAbsent(next, this::number);
        open.pop();
      } else if (begun.add(next)) {
        missing.forEach(open::push);
      } else {
        return Optional.empty(); // the tensor depends on itself
      }
    }
    return Optional.ofNullable(known.get(normal(tensor))).filter(number -> number >= 0);
  }

  private List<String> missingInputs(String tensor) {
    return inputs(tensor).stream().filter(input -> !known.containsKey(input)).toList();
  }

  private List<String> inputs(String tensor) {
    NodeDef node = graph.node(GraphIndex.nodeOf(tensor));
    if (node == null || tensor.equals(images) || node.getOp().equals("ReadVariableOp")) {
      return List.of();
    }
    return node.getInputList().stream()
        .filter(input -> !input.startsWith("^"))
        .map(TensorIdentity::normal)
        .toList();
  }

  private int number(String tensor) {
    NodeDef node = graph.node(GraphIndex.nodeOf(tensor));
    if (tensor.equals(images)) {
      return numberOf("images");
    } else if (node == null || !GraphIndex.outputOf(tensor).equals("0")) {
      return -1;
    }
    List<Integer> inputs = inputs(tensor).stream().map(known::get).toList();
    if (inputs.contains(-1)) {
      return -1;
    } else if (PASSING_ON.contains(node.getOp()) && inputs.size() == 1) {
      return inputs.get(0);
    }
    return switch (node.getOp()) {
      case "ReadVariableOp" -> variable(node).map(this::numberOf).orElse(-1);
      case "Const" -> ConstantValue.of(node).map(this::numberOf).orElse(-1);
      case "Placeholder", "VarHandleOp" -> -1;
      default -> numberOf(simple(new Computation(name(node.getOp()), attributes(node), inputs)));
    };
  }

  private int numberOf(Object what) {
    Integer number = table.numbers.putIfAbsent(what, table.computations.size());
    if (number == null) {
      table.computations.add(what);
      return table.computations.size() - 1;
    }
    return number;
  }

  /**
   * Simplifies TF-Slim's softmax, which reshapes its input to a matrix and back: {@code
   * Reshape(Softmax(Reshape(x, [-1, classes])), Shape(x))} is {@code Softmax(x)} if the last
   * dimension of {@code x} has the length {@code classes}.
   */
  private Computation simple(Computation outer) {
    if (outer.op().equals("Reshape")
        && input(outer, 0) instanceof Computation softmax
        && softmax.op().equals("Softmax")
        && input(softmax, 0) instanceof Computation inner
        && inner.op().equals("Reshape")
        && input(inner, 1) instanceof ConstantValue rows
        && rows.values().equals(List.of(-1, classes))
        && input(outer, 1) instanceof Computation shape
        && shape.op().equals("Shape")
        && shape.inputs().equals(inner.inputs().subList(0, 1))) {
      return new Computation("Softmax", softmax.attributes(), shape.inputs());
    }
    return outer;
  }

  private Object input(Computation computation, int i) {
    List<Integer> inputs = computation.inputs();
    return i < inputs.size() ? table.computations.get(inputs.get(i)) : null;
  }

  /** Returns a common name for all versions of an operation that compute the same in inference. */
  private static String name(String op) {
    return switch (op) {
      case "FusedBatchNormV2", "FusedBatchNormV3" -> "FusedBatchNorm";
      case "AddV2" -> "Add";
      default -> op;
    };
  }

  private Optional<Variable> variable(NodeDef read) {
    NodeDef handle =
        graph.node(GraphIndex.nodeOf(read.getInputCount() == 0 ? "" : read.getInput(0)));
    if (handle == null || !handle.getOp().equals("VarHandleOp")) {
      return Optional.empty();
    }
    return Optional.of(new Variable(VariableHandles.sharedName(handle)));
  }

  private static Map<String, AttrValue> attributes(NodeDef node) {
    Map<String, AttrValue> attributes = new TreeMap<>();
    node.getAttrMap()
        .forEach(
            (key, value) -> {
              boolean isUsual = value.equals(DEFAULTS.get(key));
              if (!isUsual && !key.startsWith("_") && !WITHOUT_EFFECT.contains(key)) {
                attributes.put(key, value);
              }
            });
    return attributes;
  }

  private static String normal(String tensor) {
    return GraphIndex.nodeOf(tensor) + ":" + GraphIndex.outputOf(tensor);
  }

  private static AttrValue.ListValue list(long... values) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    for (long value : values) {
      list.addI(value);
    }
    return list.build();
  }

  private static AttrValue ones() {
    return AttrValue.newBuilder().setList(list(1, 1, 1, 1)).build();
  }

  private static AttrValue text(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }
}
