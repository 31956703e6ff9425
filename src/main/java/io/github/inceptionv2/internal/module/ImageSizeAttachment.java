package io.github.inceptionv2.internal.module;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.github.inceptionv2.internal.weights.MessageReader;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;

/**
 * The image size that a Hub module attaches to each of its graphs, for {@code
 * hub.get_expected_image_size}.
 *
 * <p>The attachment has three nested messages, from Hub's {@code module_attachment.proto} and
 * {@code image_module_info.proto}: {1: "image_module_info", 2: {1: {1: height, 2: width}}}.
 * TensorFlow Java has no classes for them.
 */
final class ImageSizeAttachment {

  static final String COLLECTION = "hub_module_attachments";
  private static final String KEY = "image_module_info";

  private ImageSizeAttachment() {}

  static CollectionDef write(int height, int width) {
    ByteString size = message(out -> writeInts(out, height, width));
    ByteString info = message(out -> out.writeBytes(1, size));
    ByteString attachment =
        message(
            out -> {
              out.writeString(1, KEY);
              out.writeBytes(2, info);
            });
    return CollectionDef.newBuilder()
        .setBytesList(CollectionDef.BytesList.newBuilder().addValue(attachment))
        .build();
  }

  /**
   * Returns the attached height and width; empty if nothing is attached, or if both are zero, which
   * means unset.
   */
  static Optional<List<Long>> read(Path file, MetaGraphDef graph) throws ModelFormatException {
    try {
      return read(graph);
    } catch (IOException e) {
      throw new ModelFormatException(file, "has an unreadable collection " + COLLECTION, e);
    }
  }

  private static Optional<List<Long>> read(MetaGraphDef graph) throws IOException {
    CollectionDef collection = graph.getCollectionDefOrDefault(COLLECTION, null);
    if (collection == null) {
      return Optional.empty();
    }
    for (ByteString attachment : collection.getBytesList().getValueList()) {
      if (field(attachment, 1).map(ByteString::toStringUtf8).equals(Optional.of(KEY))) {
        return size(field(field(attachment, 2), 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<List<Long>> size(Optional<ByteString> message) throws IOException {
    int height = 0;
    int width = 0;
    CodedInputStream in = message.orElse(ByteString.EMPTY).newCodedInput();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case 1 -> height = in.readInt32();
        case 2 -> width = in.readInt32();
        default -> MessageReader.skip(in, tag);
      }
    }
    return height > 0 && width > 0
        ? Optional.of(List.of((long) height, (long) width))
        : Optional.empty();
  }

  private static Optional<ByteString> field(Optional<ByteString> message, int number)
      throws IOException {
    return message.isEmpty() ? Optional.empty() : field(message.get(), number);
  }

  private static Optional<ByteString> field(ByteString message, int number) throws IOException {
    CodedInputStream in = message.newCodedInput();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag >>> 3 == number) {
        return Optional.of(in.readBytes());
      }
      MessageReader.skip(in, tag);
    }
    return Optional.empty();
  }

  private static void writeInts(CodedOutputStream out, int height, int width) throws IOException {
    out.writeInt32(1, height);
    out.writeInt32(2, width);
  }

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static ByteString message(Fields fields) {
    ByteString.Output bytes = ByteString.newOutput();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does not fail
    }
    return bytes.toByteString();
  }
}
