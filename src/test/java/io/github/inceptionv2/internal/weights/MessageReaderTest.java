package io.github.inceptionv2.internal.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import io.github.inceptionv2.internal.module.MessageBombProbe;
import io.github.inceptionv2.internal.module.MessageBombs;
import io.github.inceptionv2.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SavedTensorSlices;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;

/** Small files that would exhaust memory or the stack are refused before they are parsed. */
class MessageReaderTest {

  private static final Path FILE = Path.of("file");

  @TempDir Path directory;

  /**
   * The heap is twice the limit, because the file and the estimate of a growing list take memory
   * too.
   */
  @Test
  void bombs_areRefusedInLittleMemory() throws Exception {
    Path module = Fixtures.copy(Path.of("models/flowers"), directory.resolve("module"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                MessageBombProbe.class.getName(),
                module.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(0, process.waitFor(), lines.toString());
    assertEquals(MessageBombs.all().size(), lines.size());
    for (String line : lines) {
      assertTrue(line.contains(": refused: ") && line.contains("saved_model.pb: "), line);
    }
  }

  /** The graph takes a tenth of the limit, so a graph ten times as large is read. */
  @Test
  void graphOfThisNetwork_isFarFromTheLimit() throws Exception {
    ByteString model =
        ByteString.copyFrom(Files.readAllBytes(Path.of("models/flowers/saved_model.pb")));
    MessageReader messages = new MessageReader(FILE);
    for (int i = 0; i < 3; i++) {
      assertEquals(
          SavedModel.parseFrom(model), messages.read(SavedModel.getDefaultInstance(), model));
    }
  }

  @Test
  void messagesOfCheckpoints_areCountedToo() {
    byte[] nodes = new byte[8 << 20];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = 1 << 3 | 2;
    }
    assertTooMany(TrackableObjectGraph.getDefaultInstance(), nodes);
    nodes[0] = 2 << 3 | 2; // the shape, with as many dimensions
    byte[] shape = new byte[nodes.length + 5];
    byte[] head = {2 << 3 | 2, (byte) 0x80, (byte) 0x80, (byte) 0x80, 4};
    System.arraycopy(head, 0, shape, 0, 5);
    for (int i = 5; i < shape.length - 1; i += 2) {
      shape[i] = 2 << 3 | 2;
    }
    assertTooMany(BundleEntryProto.getDefaultInstance(), shape);
    assertTooMany(SavedTensorSlices.getDefaultInstance(), wrapped(nodes));
  }

  private static byte[] wrapped(byte[] tensors) {
    byte[] meta = new byte[tensors.length + 5];
    byte[] head = {1 << 3 | 2, (byte) 0x80, (byte) 0x80, (byte) 0x80, 4};
    System.arraycopy(head, 0, meta, 0, 5);
    for (int i = 5; i < meta.length - 1; i += 2) {
      meta[i] = 1 << 3 | 2;
    }
    return meta;
  }

  private static void assertTooMany(Message type, byte[] bytes) {
    MessageReader messages = new MessageReader(FILE);
    var e =
        assertThrows(
            ModelFormatException.class,
            () -> messages.read(type, UnsafeByteOperations.unsafeWrap(bytes)));
    assertTrue(e.getMessage().contains("more messages than an Inception V2 model has"), "" + e);
  }

  @Test
  void group_isNotSkipped() throws Exception {
    CodedInputStream in = CodedInputStream.newInstance(new byte[] {15 << 3 | 3, 15 << 3 | 4});
    int tag = in.readTag();
    assertThrows(InvalidProtocolBufferException.class, () -> MessageReader.skip(in, tag));
  }
}
