package io.github.inceptionv2.internal.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The value of a constant, which a file may encode in several ways.
 *
 * @param values all values, in C order
 */
record ConstantValue(DataType type, List<Long> shape, List<? extends Number> values) {

  /**
   * The maximum number of values to decode. Batch norm's vectors have at most 1024 values; much
   * larger constants are ignored.
   */
  private static final long MAX_SIZE = 1 << 12;

  /**
   * Returns the value of a {@code Const}, or empty if it is large, malformed, or neither float32
   * nor int32.
   */
  static Optional<ConstantValue> of(NodeDef node) {
    TensorProto tensor = node.getAttrOrDefault("value", AttrValue.getDefaultInstance()).getTensor();
    List<Long> shape =
        tensor.getTensorShape().getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
    long size = 1;
    for (long length : shape) {
      size = length < 0 || length > MAX_SIZE ? -1 : size * length;
      if (size < 0 || size > MAX_SIZE) {
        return Optional.empty();
      }
    }
    List<? extends Number> values =
        switch (tensor.getDtype()) {
          case DT_FLOAT -> floats(tensor);
          case DT_INT32 -> integers(tensor);
          default -> List.of();
        };
    return filled(values, (int) size).map(all -> new ConstantValue(tensor.getDtype(), shape, all));
  }

  private static List<? extends Number> floats(TensorProto tensor) {
    if (tensor.getTensorContent().isEmpty()) {
      return tensor.getFloatValList();
    }
    List<Float> values = new ArrayList<>();
    ByteBuffer bytes = littleEndian(tensor);
    while (bytes.remaining() >= Float.BYTES) {
      values.add(bytes.getFloat());
    }
    return values;
  }

  private static List<? extends Number> integers(TensorProto tensor) {
    if (tensor.getTensorContent().isEmpty()) {
      return tensor.getIntValList();
    }
    List<Integer> values = new ArrayList<>();
    ByteBuffer bytes = littleEndian(tensor);
    while (bytes.remaining() >= Integer.BYTES) {
      values.add(bytes.getInt());
    }
    return values;
  }

  private static ByteBuffer littleEndian(TensorProto tensor) {
    return tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns {@code size} values: the given values, the last of which is repeated. */
  private static Optional<List<? extends Number>> filled(List<? extends Number> values, int size) {
    if (values.size() > size || values.isEmpty() && size > 0) {
      return Optional.empty();
    }
    return Optional.of(values.size() == size ? values : new Filled(values, size));
  }

  /** Holds only the values that the file lists. The last one may be repeated thousands of times. */
  private static final class Filled extends AbstractList<Number> implements RandomAccess {

    private final List<? extends Number> given;
    private final int size;

    Filled(List<? extends Number> given, int size) {
      this.given = given;
      this.size = size;
    }

    @Override
    public Number get(int index) {
      return given.get(Math.min(Objects.checkIndex(index, size), given.size() - 1));
    }

    @Override
    public int size() {
      return size;
    }
  }
}
