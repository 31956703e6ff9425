package io.github.inceptionv2.internal.module;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The value of a constant, which a file may spell in several ways.
 *
 * @param values all of them, in C order
 */
record ConstantValue(DataType type, List<Long> shape, List<? extends Number> values) {

  /** Batch norm has vectors of at most 1024; whatever is much longer is not looked into. */
  private static final long MAX_SIZE = 1 << 16;

  /** The value of a {@code Const}; nothing if it is no such small one. */
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

  /** The last value stands for all that follow. */
  private static Optional<List<Number>> filled(List<? extends Number> values, int size) {
    if (values.size() > size || values.isEmpty() && size > 0) {
      return Optional.empty();
    }
    List<Number> all = new ArrayList<>(values);
    while (all.size() < size) {
      all.add(all.get(all.size() - 1));
    }
    return Optional.of(all);
  }
}
