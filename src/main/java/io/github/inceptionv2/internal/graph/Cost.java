package io.github.inceptionv2.internal.graph;

import static io.github.inceptionv2.internal.graph.OpAttributes.describe;

import io.github.inceptionv2.internal.graph.TensorFacts.Floats;
import java.util.List;
import org.tensorflow.proto.NodeDef;

/**
 * The memory and arithmetic that a part of a graph needs.
 *
 * @param bytes the total size of all computed tensors, as if no tensor were freed before the end
 * @param steps the convolutions' multiplications, and other work, counted as multiplications that
 *     take as long
 */
record Cost(long bytes, long steps) {

  static final Cost NOTHING = new Cost(0, 0);

  /**
   * The weight of a step outside convolutions. Convolutions use all of a processor's vector units;
   * other operations wait for memory. Convolutions with fewer channels than this use only some of
   * the units.
   */
  private static final long SLOW = 16;

  /** Returns the cost of computing {@code result}. */
  static Cost of(NodeDef node, List<TensorFacts> inputs, Floats result) {
    long each =
        switch (node.getOp()) {
          case "Conv2D" -> perNumber(inputs, 3) * SLOW / Math.min(SLOW, depth(inputs, 3));
          case "DepthwiseConv2dNative" -> SLOW * perNumber(inputs, 2) / depth(inputs, 3);
          case "MaxPool", "AvgPool" -> {
            long[] window = OpAttributes.window(node, "ksize");
            yield SLOW * window[0] * window[1];
          }
          case "Mean" -> SLOW * Math.max(1, ((Floats) inputs.get(0)).size() / result.size());
          default -> SLOW;
        };
    long size = result.size();
    boolean isCountable = each <= TensorFacts.COUNTLESS / size;
    return new Cost(size * Float.BYTES, isCountable ? each * size : TensorFacts.COUNTLESS);
  }

  /**
   * Returns the number of filter weights that contribute to one number of the result. The filter's
   * depth is its length along {@code axis}.
   */
  private static long perNumber(List<TensorFacts> inputs, int axis) {
    return ((Floats) inputs.get(1)).size() / depth(inputs, axis);
  }

  private static long depth(List<TensorFacts> inputs, int axis) {
    return ((Floats) inputs.get(1)).length(axis);
  }

  Cost plus(Cost other) {
    return new Cost(bytes + other.bytes, steps + other.steps);
  }

  Cost times(long factor) {
    return new Cost(bytes * factor, steps * factor);
  }

  /**
   * Checks that {@code cost}, the cost up to {@code node}, is within this budget.
   *
   * @throws RefusedGraphException if the cost exceeds this budget
   */
  void checkCovers(Cost cost, NodeDef node, Floats result) {
    if (cost.bytes > bytes || cost.steps > steps) {
      throw new RefusedGraphException(
          "it costs far more than Inception V2: the graph up to "
              + describe(node)
              + ", whose result is "
              + result
              + ", needs "
              + (cost.bytes > bytes
                  ? cost.bytes + " bytes of memory, expected at most " + bytes
                  : cost.steps + " multiplications, expected at most " + steps));
    }
  }
}
