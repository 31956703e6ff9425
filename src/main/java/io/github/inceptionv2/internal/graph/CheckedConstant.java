package io.github.inceptionv2.internal.graph;

import static io.github.inceptionv2.internal.graph.OpAttributes.describe;

import io.github.inceptionv2.internal.network.GraphWriter;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Copies a constant's value after checking that its length matches its shape. */
final class CheckedConstant {

  /**
   * The values of a constant that lists no values. The last value listed is repeated to fill the
   * shape.
   */
  private static final List<Float> ZERO = List.of(0f);

  private CheckedConstant() {}

  /**
   * Returns a copy of {@code value}, the value of {@code node}, in one of the two usual encodings.
   *
   * @throws RefusedGraphException if the value has another type or shape, or too few or too many
   *     numbers
   */
  static TensorProto of(NodeDef node, TensorProto value) {
    List<Long> shape =
        value.getTensorShape().getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
    boolean isShape = shape.size() <= TensorFacts.MAX_RANK && shape.stream().allMatch(n -> n >= 1);
    if (!isShape || value.getTensorShape().getUnknownRank()) {
      throw new RefusedGraphException(
          describe(node) + " has the shape " + shape + ", expected at most four positive lengths");
    }
    TensorProto.Builder checked =
        TensorProto.newBuilder()
            .setDtype(value.getDtype())
            .setTensorShape(GraphWriter.shape(shape));
    long size = new TensorFacts.Floats(shape).size();
    if (!value.getTensorContent().isEmpty()) {
      check(node, value.getTensorContent().size(), size * Float.BYTES, size * Float.BYTES);
      return known(node, checked.setTensorContent(value.getTensorContent()));
    } else if (value.getDtype() == DataType.DT_FLOAT) {
      check(node, value.getFloatValCount(), 0, size);
      checked.addAllFloatVal(value.getFloatValCount() == 0 ? ZERO : value.getFloatValList());
    } else {
      check(node, value.getIntValCount(), 0, size);
      checked.addAllIntVal(value.getIntValCount() == 0 ? List.of(0) : value.getIntValList());
    }
    return known(node, checked);
  }

  private static void check(NodeDef node, long found, long min, long max) {
    if (found < min || found > max) {
      throw new RefusedGraphException(
          describe(node)
              + " has "
              + found
              + " values, expected "
              + (min == max ? "" : "at most ")
              + max
              + " for its shape");
    }
  }

  private static TensorProto known(NodeDef node, TensorProto.Builder value) {
    if (value.getDtype() != DataType.DT_FLOAT && value.getDtype() != DataType.DT_INT32) {
      throw new RefusedGraphException(
          describe(node) + " has type " + value.getDtype() + ", expected DT_FLOAT or DT_INT32");
    }
    return value.build();
  }
}
