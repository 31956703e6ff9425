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
 * Parses the protocol buffers of one file, after it has estimated what they need on the heap.
 *
 * <p>Two bytes of a file can ask for an object of a hundred, and groups nest as deep as the file is
 * long, so that a file of 16 MB could exhaust memory or the stack. The estimate reads the bytes
 * without making objects.
 *
 * <p>Not thread-safe.
 */
public final class MessageReader {

  /**
   * Bytes on the heap of all messages of a file together. The graph of Hub's classification module
   * is estimated at 13 MB; 100,000 nodes of four attributes fit.
   */
  private static final long MAX_HEAP = 128L << 20;

  /**
   * Messages within messages. TensorFlow's own are at most a dozen deep, but for attributes of
   * functions within functions.
   */
  private static final int MAX_DEPTH = 32;

  /** The most parts a message may have, such as graphs of a SavedModel, which has two to four. */
  private static final int MAX_PARTS = 64;

  // The sizes of generated classes, of what holds them in lists or maps, and of what is made of
  // them when a graph is indexed; generous ones.
  private static final int MESSAGE = 200;
  private static final int TEXT = 80;

  /** A growing list of {@code long}s holds the old array and a new one, half as large again. */
  private static final int NUMBER = 24;

  private final Path file;
  private long heap;

  /** Reads messages of {@code file}, whose name errors tell. */
  public MessageReader(Path file) {
    this.file = file;
  }

  /**
   * Parses {@code bytes} as a message of the type of {@code type}.
   *
   * @throws ModelFormatException if the message is too large or nests too deep
   * @throws InvalidProtocolBufferException if it is damaged
   */
  public <M extends Message> M read(M type, ByteString bytes) throws IOException {
    estimate(bytes.newCodedInput(), type.getDescriptorForType(), 0);
    @SuppressWarnings("unchecked") // a message is parsed to its own type
    M message = (M) type.getParserForType().parseFrom(bytes);
    return message;
  }

  /**
   * Returns the messages or strings that {@code message} holds as {@code field}, not copied.
   *
   * @throws ModelFormatException if there are more than a file of this kind has
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
            file, "holds more than " + MAX_PARTS + " graphs, or descriptions of one graph");
      }
    }
    return parts;
  }

  private void estimate(CodedInputStream in, Descriptor type, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new ModelFormatException(
          file, "holds messages nested deeper than the " + MAX_DEPTH + " levels that are read");
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

  /** Of text, bytes or packed numbers; a number of a varying length may have one byte. */
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
          "holds more messages than an Inception V2 model has: reading them would take more than "
              + (MAX_HEAP >> 20)
              + " MB of memory");
    }
  }

  /** Skips a field other than a group. TensorFlow's messages have no groups. */
  public static void skip(CodedInputStream in, int tag) throws IOException {
    int kind = WireFormat.getTagWireType(tag);
    if (kind == WireFormat.WIRETYPE_START_GROUP || kind == WireFormat.WIRETYPE_END_GROUP) {
      throw new InvalidProtocolBufferException("a group, which no message of TensorFlow's has");
    }
    in.skipField(tag);
  }
}
