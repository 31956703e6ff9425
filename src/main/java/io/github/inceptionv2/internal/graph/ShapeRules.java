package io.github.inceptionv2.internal.graph;

import static io.github.inceptionv2.internal.graph.OpAttributes.describe;

import io.github.inceptionv2.internal.graph.TensorFacts.Floats;
import io.github.inceptionv2.internal.graph.TensorFacts.Integers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * Infers the shape of the result of an operation on float32 tensors. Refuses shapes for which
 * TensorFlow fails or terminates the process: windows larger than their input, and filters whose
 * depth differs from the input's.
 */
final class ShapeRules {

  /** The side of the largest filter of this network. */
  private static final long MAX_FILTER = 7;

  private final NodeDef node;
  private final List<TensorFacts> inputs;

  private ShapeRules(NodeDef node, List<TensorFacts> inputs) {
    this.node = node;
    this.inputs = inputs;
  }

  /**
   * Returns the shape of the result of {@code node}. The attributes must have been checked.
   *
   * @throws RefusedGraphException if the operation does not accept these inputs
   */
  static Floats of(NodeDef node, List<TensorFacts> inputs) {
    return new ShapeRules(node, inputs).result();
  }

  private Floats result() {
    return switch (node.getOp()) {
      case "Identity", "StopGradient", "Relu", "Rsqrt" -> floats(0);
      case "Softmax" -> atLeast(1, floats(0));
      case "Add", "AddV2", "Sub", "Mul", "RealDiv" -> broadcast(floats(0), floats(1));
      case "BiasAdd" -> perChannel(atLeast(2, floats(0)), 1);
      case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3" -> perChannel(images(), 4);
      case "Conv2D" -> convolved(false);
      case "DepthwiseConv2dNative" -> convolved(true);
      case "MaxPool", "AvgPool" -> slid(OpAttributes.window(node, "ksize"), images().length(3));
      case "ConcatV2" -> joined();
      case "Mean" -> mean();
      case "Reshape" -> reshaped();
      case "ExpandDims" -> expanded();
      case "Squeeze" -> squeezed();
      default -> throw refused("tensors of other types");
    };
  }

  private Floats floats(int i) {
    if (inputs.get(i) instanceof Floats floats) {
      return floats;
    }
    throw refused("float32 as input " + i);
  }

  private List<Integer> integers(int i) {
    if (inputs.get(i) instanceof Integers integers) {
      return integers.values();
    }
    throw refused("int32 as input " + i);
  }

  private Floats images() {
    if (floats(0).rank() != 4) {
      throw refused("four dimensions");
    }
    return floats(0);
  }

  private Floats atLeast(int rank, Floats input) {
    if (input.rank() < rank) {
      throw refused("at least " + rank + " dimensions");
    }
    return input;
  }

  /** Checks that the other inputs are {@code vectors} vectors with one number for each channel. */
  private Floats perChannel(Floats input, int vectors) {
    List<Long> channels = List.of(input.length(input.rank() - 1));
    for (int i = 1; i <= vectors; i++) {
      if (!floats(i).shape().equals(channels)) {
        throw refused("vectors of shape " + channels);
      }
    }
    return input;
  }

  private Floats broadcast(Floats left, Floats right) {
    List<Long> shape = new ArrayList<>();
    for (int i = 1; i <= Math.max(left.rank(), right.rank()); i++) {
      long one = i > left.rank() ? 1 : left.length(left.rank() - i);
      long other = i > right.rank() ? 1 : right.length(right.rank() - i);
      if (one != other && one != 1 && other != 1) {
        throw refused("shapes that can be broadcast");
      }
      shape.add(0, Math.max(one, other));
    }
    return new Floats(shape);
  }

  private Floats convolved(boolean isDepthwise) {
    Floats filter = floats(1);
    long[] strides = OpAttributes.window(node, "strides");
    boolean isUsual =
        filter.rank() == 4
            && filter.length(0) <= MAX_FILTER
            && filter.length(1) <= MAX_FILTER
            && filter.length(2) == images().length(3)
            && (!isDepthwise || strides[0] == strides[1]);
    if (!isUsual) {
      throw refused(
          "a filter [h, w, depth of the input, n] of at most "
              + MAX_FILTER
              + "x"
              + MAX_FILTER
              + (isDepthwise ? " and equal strides" : ""));
    }
    long depth = isDepthwise ? filter.length(2) * filter.length(3) : filter.length(3);
    return slid(new long[] {filter.length(0), filter.length(1)}, depth);
  }

  /** Returns the shape that results from sliding a window over height and width. */
  private Floats slid(long[] window, long depth) {
    long[] strides = OpAttributes.window(node, "strides");
    boolean isPadded = node.getAttrOrThrow("padding").getS().toStringUtf8().equals("SAME");
    List<Long> shape = new ArrayList<>(List.of(images().length(0)));
    for (int i = 0; i < 2; i++) {
      long length = images().length(i + 1);
      if (!isPadded && window[i] > length) {
        throw refused("an input at least as large as the window of " + window[0] + "x" + window[1]);
      }
      long places = isPadded ? length : length - window[i] + 1;
      shape.add((places + strides[i] - 1) / strides[i]);
    }
    shape.add(depth);
    return new Floats(shape);
  }

  private Floats joined() {
    List<Long> shape = new ArrayList<>(atLeast(1, floats(0)).shape());
    int last = inputs.size() - 1;
    int axis = axis(scalar(last), shape.size());
    for (int i = 1; i < last; i++) {
      List<Long> other = new ArrayList<>(floats(i).shape());
      long length = other.size() == shape.size() ? other.get(axis) : -1;
      if (length > 0) {
        other.set(axis, shape.get(axis));
      }
      if (!other.equals(shape)) {
        throw refused("shapes that differ only along axis " + axis);
      }
      shape.set(axis, shape.get(axis) + length);
    }
    return new Floats(shape);
  }

  private Floats mean() {
    Floats input = floats(0);
    boolean keeps = node.getAttrOrDefault("keep_dims", AttrValue.getDefaultInstance()).getB();
    List<Long> shape = new ArrayList<>(input.shape());
    for (int axis : axes(integers(1), input.rank())) {
      if (keeps) {
        shape.set(axis, 1L);
      } else {
        shape.remove(axis);
      }
    }
    return new Floats(shape);
  }

  private Floats squeezed() {
    Floats input = floats(0);
    List<Long> given =
        OpAttributes.integers(
            node.getAttrOrDefault("squeeze_dims", AttrValue.getDefaultInstance()));
    List<Long> shape = new ArrayList<>(input.shape());
    if (given.isEmpty()) {
      shape.removeIf(length -> length == 1);
    }
    for (int axis : axes(given.stream().map(Long::intValue).toList(), input.rank())) {
      if (shape.remove(axis) != 1) {
        throw refused("a length of 1 along axis " + axis);
      }
    }
    return new Floats(shape);
  }

  private Floats expanded() {
    List<Long> shape = new ArrayList<>(floats(0).shape());
    shape.add(axis(scalar(1), shape.size() + 1), 1L);
    return new Floats(shape);
  }

  private Floats reshaped() {
    List<Integer> wanted = integers(1);
    if (((Integers) inputs.get(1)).isScalar() || Collections.frequency(wanted, -1) > 1) {
      throw refused("a vector of lengths, at most one of which is -1");
    }
    long size = floats(0).size();
    long known = 1;
    for (int length : wanted) {
      if (length < -1 || length == 0 || known > size) {
        throw refused("a shape with the same number of elements");
      }
      known *= Math.abs(length);
    }
    if (size >= TensorFacts.COUNTLESS
        || size % known != 0
        || !wanted.contains(-1) && size != known) {
      throw refused("a shape with the same number of elements");
    }
    long rest = size / known;
    return new Floats(wanted.stream().map(length -> length == -1 ? rest : (long) length).toList());
  }

  private int scalar(int i) {
    List<Integer> values = integers(i);
    if (!((Integers) inputs.get(i)).isScalar()) {
      throw refused("a scalar as input " + i);
    }
    return values.get(0);
  }

  /** Returns the axes in descending order, so removing one axis does not shift the next. */
  private Set<Integer> axes(List<Integer> given, int rank) {
    Set<Integer> axes = new TreeSet<>(Collections.reverseOrder());
    given.forEach(axis -> axes.add(axis(axis, rank)));
    if (axes.size() < given.size()) {
      throw refused("each axis once");
    }
    return axes;
  }

  private int axis(int given, int rank) {
    if (given < -rank || given >= rank) {
      throw refused("an axis of " + rank + " dimensions");
    }
    return given < 0 ? given + rank : given;
  }

  private RefusedGraphException refused(String expected) {
    return new RefusedGraphException(
        describe(node) + " takes " + inputs + ", expected " + expected);
  }
}
