package io.github.inceptionv2.internal.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Builds a protocol buffer without generated classes. Field numbers are those of ONNX's {@code
 * onnx.proto}. Not thread-safe.
 */
final class OnnxMessage {

  private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

  OnnxMessage number(int field, long value) {
    return add(field, Field.newBuilder().addVarint(value));
  }

  OnnxMessage real(int field, float value) {
    return add(field, Field.newBuilder().addFixed32(Float.floatToIntBits(value)));
  }

  OnnxMessage text(int field, String value) {
    return bytes(field, ByteString.copyFromUtf8(value));
  }

  /** Adds bytes or a message. A repeated field may be added several times. */
  OnnxMessage bytes(int field, ByteString value) {
    return add(field, Field.newBuilder().addLengthDelimited(value));
  }

  private OnnxMessage add(int field, Field.Builder value) {
    fields.mergeField(field, value.build());
    return this;
  }

  /**
   * Writes the tag and the length of a field of {@code size} bytes, which the caller then writes.
   */
  static void writeLength(CodedOutputStream out, int field, long size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt64NoTag(size);
  }

  /** Returns the fields in the order of their numbers. */
  ByteString build() {
    return fields.build().toByteString();
  }
}
