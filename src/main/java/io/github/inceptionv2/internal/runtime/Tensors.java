package io.github.inceptionv2.internal.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** Copies numbers between Java arrays and tensors, without intermediate copies. */
public final class Tensors {

  private Tensors() {}

  /** Returns the number of elements of a tensor of {@code shape}. */
  static long size(List<Long> shape) {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /** Returns a new tensor with the given values; the caller closes it. */
  public static TFloat32 of(float[] values, List<Long> shape) {
    return of(values, shape.stream().mapToLong(Long::longValue).toArray());
  }

  /** Returns a new tensor with the given values; the caller closes it. */
  public static TFloat32 of(float[] values, long... shape) {
    if (values.length != Shape.of(shape).size()) {
      throw new IllegalArgumentException(
          values.length + " values do not match shape " + Arrays.toString(shape));
    }
    return made(() -> TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values, false, false)));
  }

  /**
   * Returns a new tensor with the given values: as floats, or as bytes for qint8 (one byte for each
   * value) and bfloat16 (two bytes). The caller closes it.
   */
  public static Tensor of(float[] values, List<Long> shape, DataType type) {
    if (type == DataType.DT_FLOAT) {
      return of(values, shape);
    }
    int width = type == DataType.DT_BFLOAT16 ? Short.BYTES : Byte.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(values.length * width).order(ByteOrder.nativeOrder());
    for (float value : values) {
      if (width == Byte.BYTES) {
        bytes.put((byte) value);
      } else {
        bytes.putShort(FloatMath.bfloat16(value));
      }
    }
    LongStream sizes = shape.stream().mapToLong(Long::longValue);
    LongStream last = width == Byte.BYTES ? LongStream.empty() : LongStream.of(width);
    return of(bytes.array(), LongStream.concat(sizes, last).toArray());
  }

  /** Returns a new tensor with the given bytes; the caller closes it. */
  public static TUint8 of(byte[] values, long... shape) {
    return made(() -> TUint8.tensorOf(Shape.of(shape), DataBuffers.of(values, false, false)));
  }

  /** Returns a new tensor of uninitialized bytes; the caller closes it. */
  public static TUint8 emptyBytes(long... shape) {
    return made(() -> TUint8.tensorOf(Shape.of(shape)));
  }

  /** Returns a new scalar string that holds {@code bytes}; the caller closes it. */
  public static TString ofString(byte[] bytes) {
    return made(() -> TString.tensorOfBytes(NdArrays.scalarOfObject(bytes)));
  }

  /** Returns a new tensor of uninitialized floats; the caller closes it. */
  public static TFloat32 emptyFloats(long... shape) {
    return made(() -> TFloat32.tensorOf(Shape.of(shape)));
  }

  /**
   * Creates a tensor. Without enough memory, TensorFlow fails, or returns null, which makes
   * TensorFlow Java fail.
   */
  private static <T extends Tensor> T made(Supplier<T> tensor) {
    try {
      return tensor.get();
    } catch (TensorFlowException
        | IllegalArgumentException
        | IllegalStateException
        | NullPointerException
        | UnsupportedOperationException e) {
      throw new NativeException("cannot create a tensor: " + e.getMessage(), e);
    }
  }

  /** Returns all values of {@code tensor} in C order. */
  public static float[] toFloats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
