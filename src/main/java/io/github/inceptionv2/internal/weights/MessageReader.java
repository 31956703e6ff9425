package io.github.inceptionv2.internal.weights;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses the protocol buffers of one file after estimating how much heap they need.
 *
 * <p>Two bytes of a file can create an object of a hundred bytes, and groups can nest as deep as
 * the file is long, so a file of 16 MB could exhaust the heap or the stack. The estimate reads the
 * bytes without creating objects.
 *
 * <p>Not thread-safe.
 */
public final class MessageReader {

  /**
   * The maximum heap for all messages of a file, in bytes. The graph of Hub's classification module
   * is estimated at 13 MB; 100,000 nodes with four attributes each are below the limit.
   */
  private static final long MAX_HEAP = 128L << 20;

  /**
   * The maximum nesting of messages. TensorFlow's own messages nest at most a dozen deep, except
   * attributes of functions within functions.
   */
  private static final int MAX_DEPTH = 32;

  /** The maximum number of parts of a message, such as the two to four graphs of a SavedModel. */
  private static final int MAX_PARTS = 64;

  // Generous estimates of the size of an object, its entry in a list or map, and the objects that
  // are made from it when a graph is indexed.
  private static final int MESSAGE = 200;
  private static final int TEXT = 80;

  /** A growing list of {@code long}s needs the old array and a new array, 1.5 times as large. */
  private static final int NUMBER = 24;

  private final Path file;
  private long heap;

  /** Creates a reader for messages of {@code file}, which error messages name. */
  public MessageReader(Path file) {
    this.file = file;
  }

  /**
   * Parses {@code bytes} as a message of the same type as {@code type}.
   *
   * @throws ModelFormatException if the message is too large or nested too deeply
   * @throws InvalidProtocolBufferException if the message is damaged
   */
  public <M extends Message> M read(M type, ByteString bytes) throws IOException {
    estimate(bytes.newCodedInput(), type.getDescriptorForType(), 0);
    @SuppressWarnings("unchecked") // a message is parsed to its own type
    M message = (M) type.getParserForType().parseFrom(bytes);
    return message;
  }

  /**
   * Returns the messages or strings in a field of {@code message}, without copying them.
   *
   * @param field the number of the field
   * @throws ModelFormatException if there are more than an Inception V2 model has
   */
  public List<ByteString> parts(ByteString message, int field) throws IOException {
    int wanted = field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    List<ByteString> parts = new ArrayList<>();
    CodedInputStream in = message.newCodedInput();
    in.enableAliasing(true);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag != wanted) {
        skip(in, tag);
      } else if (parts.size() < MAX_PARTS) {
        parts.add(in.readBytes());
      } else {
        throw new ModelFormatException(
            file, "contains more than " + MAX_PARTS + " graphs or descriptions of one graph");
      }
    }
    return parts;
  }

  private void estimate(CodedInputStream in, Descriptor type, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new ModelFormatException(
          file, "contains messages nested deeper than the maximum of " + MAX_DEPTH + " levels");
    }
    add(MESSAGE);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        add(field == null ? MESSAGE : NUMBER);
        skip(in, tag);
      } else if (field != null && field.getJavaType() == JavaType.MESSAGE) {
        int outside = in.pushLimit(in.readRawVarint32());
        estimate(in, field.getMessageType(), depth + 1);
        in.popLimit(outside);
      } else {
        int length = in.readRawVarint32();
        add(field == null ? MESSAGE : TEXT);
        add(content(field, length));
        in.skipRawBytes(length);
      }
    }
  }

  /** Returns the heap needed for text, bytes or packed numbers; a varint may have only one byte. */
  private static long content(FieldDescriptor field, int length) {
    if (field == null || !field.isPackable()) {
      return length;
    }
    boolean varying = field.getLiteType().getWireType() == WireFormat.WIRETYPE_VARINT;
    return (long) length * (varying ? NUMBER : NUMBER / Long.BYTES);
  }

  private void add(long bytes) throws ModelFormatException {
    heap += bytes;
    if (heap > MAX_HEAP) {
      throw new ModelFormatException(
          file,
          "contains more messages than an Inception V2 model has; parsing them would use more than "
              + (MAX_HEAP >> 20)
              + " MB of memory");
    }
  }

  /** Skips a field; refuses a group, since TensorFlow's messages have no groups. */
  public static void skip(CodedInputStream in, int tag) throws IOException {
    int kind = WireFormat.getTagWireType(tag);
    if (kind == WireFormat.WIRETYPE_START_GROUP || kind == WireFormat.WIRETYPE_END_GROUP) {
      throw new InvalidProtocolBufferException("contains a group, which TensorFlow never writes");
    }
    in.skipField(tag);
  }
}
