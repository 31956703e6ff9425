package io.github.inceptionv2.internal.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A constant of an ONNX graph. Its values are read when the constant is written.
 *
 * @param shape the length of each dimension; empty for a scalar
 * @param values writes exactly the number of values that {@code shape} requires
 */
public record OnnxTensor(String name, List<Integer> shape, Type type, Values values) {

  /** {@code TensorProto.raw_data}. */
  private static final int RAW_DATA = 9;

  private static final int CHUNK = 2048;

  /** The type of a tensor's elements. */
  public enum Type {
    FLOAT(1, Float.BYTES),
    UINT8(2, 1),
    INT8(3, 1),
    INT32(6, Integer.BYTES);

    private final int number;
    private final int size;

    Type(int number, int size) {
      this.number = number;
      this.size = size;
    }

    int number() {
      return number;
    }
  }

  /** Writes the elements of a tensor in C order, little-endian. */
  public interface Values {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  /** Reads floats. */
  public interface Floats {
    float[] read() throws IOException;
  }

  /** Copies the shape. */
  public OnnxTensor {
    shape = List.copyOf(shape);
  }

  /** Returns a tensor whose floats are read each time it is written, and not kept in memory. */
  public static OnnxTensor ofFloats(String name, List<Integer> shape, Floats floats) {
    return new OnnxTensor(name, shape, Type.FLOAT, out -> write(floats.read(), out));
  }

  /** Returns a tensor of an 8-bit type. */
  public static OnnxTensor ofBytes(String name, List<Integer> shape, Type type, byte... bytes) {
    return new OnnxTensor(name, shape, type, out -> out.writeRawBytes(bytes));
  }

  /** Returns a tensor of {@code integers}, which are not copied. */
  public static OnnxTensor ofIntegers(String name, List<Integer> shape, int... integers) {
    return new OnnxTensor(
        name,
        shape,
        Type.INT32,
        out -> {
          for (int value : integers) {
            out.writeFixed32NoTag(value);
          }
        });
  }

  /** Writes floats in chunks, because a copy of all bytes would double the memory. */
  private static void write(float[] floats, CodedOutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int start = 0; start < floats.length; start += CHUNK) {
      int count = Math.min(CHUNK, floats.length - start);
      bytes.asFloatBuffer().put(floats, start, count);
      out.writeRawBytes(bytes.array(), 0, count * Float.BYTES);
    }
  }

  /** Returns the number of bytes that {@link #writeTo} writes. */
  long size() {
    ByteString head = head();
    return head.size()
        + CodedOutputStream.computeTagSize(RAW_DATA)
        + CodedOutputStream.computeUInt64SizeNoTag(bytes())
        + bytes();
  }

  /** Writes a {@code TensorProto}. */
  void writeTo(CodedOutputStream out) throws IOException {
    out.writeRawBytes(head());
    OnnxMessage.writeLength(out, RAW_DATA, bytes());
    long start = out.getTotalBytesWritten();
    values.writeTo(out);
    long written = out.getTotalBytesWritten() - start;
    if (written != bytes()) {
      throw new AssertionError(
          name + " has " + written + " bytes, expected " + bytes() + " for " + shape);
    }
  }

  private ByteString head() {
    OnnxMessage head = new OnnxMessage();
    shape.forEach(length -> head.number(1, length));
    return head.number(2, type.number).text(8, name).build();
  }

  private long bytes() {
    return shape.stream().mapToLong(Integer::longValue).reduce(type.size, Math::multiplyExact);
  }
}
