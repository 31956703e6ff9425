package io.github.inceptionv2.internal.graph;

import static io.github.inceptionv2.internal.graph.OpAttributes.describe;

import io.github.inceptionv2.internal.graph.TensorFacts.Integers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * Computes the int32 scalars and vectors of a graph, which determine the shapes of other tensors.
 */
final class IntegerRules {

  /** The maximum length of a vector; a shape has only four lengths. */
  private static final int MAX_SIZE = 16;

  private IntegerRules() {}

  /**
   * Computes the result of {@code node}.
   *
   * @throws RefusedGraphException if no graph of this network needs such a result
   */
  static Integers of(NodeDef node, List<Integers> inputs) {
    Integers result =
        switch (node.getOp()) {
          case "Identity", "StopGradient" -> inputs.get(0);
          case "Pack" -> packed(node, inputs);
          case "ConcatV2" -> joined(node, inputs);
          case "StridedSlice" -> slice(node, inputs);
          case "Add", "AddV2" -> each(node, inputs, Math::addExact);
          case "Sub" -> each(node, inputs, Math::subtractExact);
          case "Mul" -> each(node, inputs, Math::multiplyExact);
          case "Reshape", "ExpandDims", "Squeeze" -> reshaped(node, inputs);
          default -> throw refused(node, inputs);
        };
    return checked(node, result);
  }

  /** Returns the value of an int32 constant. */
  static Integers constant(NodeDef node) {
    ConstantValue value =
        ConstantValue.of(node)
            .filter(one -> one.shape().size() <= 1 && one.values().size() <= MAX_SIZE)
            .orElseThrow(
                () ->
                    new RefusedGraphException(
                        describe(node)
                            + " is too large, expected an int32 vector of length at most "
                            + MAX_SIZE));
    List<Integer> values = value.values().stream().map(Number::intValue).toList();
    return new Integers(values, value.shape().isEmpty());
  }

  private static Integers checked(NodeDef node, Integers result) {
    int size = result.values().size();
    if (size < 1 || size > MAX_SIZE) {
      throw new RefusedGraphException(
          describe(node) + " computes " + size + " integers, expected 1 to " + MAX_SIZE);
    }
    return result;
  }

  private static Integers packed(NodeDef node, List<Integers> inputs) {
    if (!inputs.stream().allMatch(Integers::isScalar)) {
      throw refused(node, inputs);
    }
    return new Integers(inputs.stream().map(input -> input.values().get(0)).toList(), false);
  }

  private static Integers joined(NodeDef node, List<Integers> inputs) {
    List<Integers> parts = inputs.subList(0, inputs.size() - 1);
    Integers axis = inputs.get(inputs.size() - 1);
    if (!axis.equals(new Integers(List.of(0), true))
        || parts.stream().anyMatch(Integers::isScalar)) {
      throw refused(node, inputs);
    }
    return new Integers(parts.stream().flatMap(part -> part.values().stream()).toList(), false);
  }

  /** Returns a range of a vector, or a single element as a scalar. */
  private static Integers slice(NodeDef node, List<Integers> inputs) {
    List<Integer> all = inputs.get(0).values();
    boolean isUsual =
        !inputs.get(0).isScalar()
            && inputs.subList(1, 4).stream().allMatch(one -> one.values().size() == 1)
            && inputs.subList(1, 4).stream().noneMatch(Integers::isScalar)
            && inputs.get(3).values().get(0) == 1;
    if (!isUsual) {
      throw refused(node, inputs);
    }
    int size = all.size();
    int begin = flag(node, "begin_mask") ? 0 : place(inputs.get(1), size);
    boolean isOne = flag(node, "shrink_axis_mask");
    int end = isOne ? begin + 1 : flag(node, "end_mask") ? size : place(inputs.get(2), size);
    if (begin < 0 || begin >= end || end > size) {
      throw refused(node, inputs);
    }
    return new Integers(all.subList(begin, end), isOne);
  }

  /**
   * Returns the position of an index, which counts from the end if it is negative. Positions before
   * the beginning become -1.
   */
  private static int place(Integers index, int size) {
    int given = index.values().get(0);
    return given >= 0 ? given : Math.max(-1, given + size);
  }

  private static boolean flag(NodeDef node, String name) {
    return node.getAttrOrDefault(name, AttrValue.getDefaultInstance()).getI() == 1;
  }

  private static Integers each(NodeDef node, List<Integers> inputs, IntBinaryOperator operator) {
    Integers left = inputs.get(0);
    Integers right = inputs.get(1);
    int size = Math.max(left.values().size(), right.values().size());
    boolean fits =
        List.of(1, size).contains(left.values().size())
            && List.of(1, size).contains(right.values().size());
    if (!fits) {
      throw refused(node, inputs);
    }
    List<Integer> results = new ArrayList<>();
    try {
      for (int i = 0; i < size; i++) {
        results.add(operator.applyAsInt(at(left, i), at(right, i)));
      }
    } catch (ArithmeticException e) {
      throw refused(node, inputs);
    }
    return new Integers(results, left.isScalar() && right.isScalar());
  }

  private static int at(Integers integers, int i) {
    return integers.values().get(integers.values().size() == 1 ? 0 : i);
  }

  /** Converts between a scalar and a vector of length 1, the only conversion that shapes need. */
  private static Integers reshaped(NodeDef node, List<Integers> inputs) {
    Integers input = inputs.get(0);
    boolean isVector =
        switch (node.getOp()) {
          case "ExpandDims" -> input.isScalar() && List.of(0, -1).contains(at(inputs.get(1), 0));
          case "Reshape" ->
              inputs.get(1).values().size() == 1
                  && !inputs.get(1).isScalar()
                  && List.of(-1, input.values().size()).contains(at(inputs.get(1), 0));
          default -> false;
        };
    boolean isScalar =
        node.getOp().equals("Squeeze") && !input.isScalar() && input.values().size() == 1;
    if (!isVector && !isScalar) {
      throw refused(node, inputs);
    }
    return new Integers(input.values(), isScalar);
  }

  private static RefusedGraphException refused(NodeDef node, List<Integers> inputs) {
    return new RefusedGraphException(
        describe(node) + " takes " + inputs + ", which this network does not use for shapes");
  }
}
