package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.inceptionv2.internal.module.InceptionModule.Format;
import io.github.inceptionv2.internal.weights.MaskedCrc;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.SortedTableWriter;
import io.github.inceptionv2.internal.weights.TensorBundle;
import io.github.inceptionv2.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;

class Tf2ModuleTest {

  @TempDir Path directory;

  /** The fixture was exported by Python TensorFlow 2.21. */
  @Test
  void moduleOfPython_givesTheGoldenNumbers() throws Exception {
    Path archive = Fixtures.shared("fixtures/tf2-classification-python.tar.gz");
    InceptionModule module = ModuleReader.read(Fixtures.unpack(archive, directory));

    assertEquals(Format.TF2, module.format());
    assertEquals(List.of(Set.of("serve")), module.tagSets());
    assertEquals(1001, module.classes());
    HubModuleTest.assertGolden(module);
  }

  /** One wrong letter in a key would silently give a variable the values of another. */
  @Test
  void damagedObjectGraph_isRefused() throws Exception {
    Path archive = Fixtures.shared("fixtures/tf2-classification-python.tar.gz");
    Path module = Fixtures.unpack(archive, directory);
    Path data = module.resolve("variables/variables.data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(data);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String key = "v/InceptionV2.SMixed_4b";
    assertTrue(text.contains(key), "no such key");
    bytes[text.lastIndexOf(key) + key.length() - 1] = 'c';
    Files.write(data, bytes);

    var e = assertThrows(ModelFormatException.class, () -> ModuleReader.read(module));
    assertTrue(
        e.getMessage().contains("checksum mismatch in variable _CHECKPOINT"), e.getMessage());
  }

  @Test
  void labels_areRead() throws Exception {
    Path archive = Fixtures.shared("fixtures/tf2-classification-python.tar.gz");
    Path assets = Files.createDirectories(Fixtures.unpack(archive, directory).resolve("assets"));
    List<String> labels = IntStream.range(0, 1001).mapToObj(i -> "class " + i).toList();
    Files.write(assets.resolve("labels.txt"), labels);

    assertEquals(Optional.of(labels), ModuleReader.read(directory).labels());
  }

  /** Version 4 of the Hub modules has this form: TF2 without signatures. */
  @Test
  void variables_areFoundThroughTheObjectGraph() throws Exception {
    writeTf2(graph("layer_with_weights-"));
    InceptionModule module = ModuleReader.read(directory);

    assertEquals(Format.TF2, module.format());
    assertEquals(Set.of(), module.signatures());
    HubModuleTest.assertGolden(module);
  }

  @Test
  void objectGraphWithoutItsVariables_isRefused() throws Exception {
    writeTf2(graph("elsewhere-"));

    var e = assertThrows(ModelFormatException.class, () -> ModuleReader.read(directory));
    assertTrue(e.getMessage().contains("lacks elsewhere-"), e.getMessage());
  }

  private static byte[] graph(String prefix) {
    TrackableObjectGraph.Builder graph = TrackableObjectGraph.newBuilder();
    graph.addNodesBuilder(); // the root, which has no value
    int i = 0;
    for (String name : new ReferenceWeights(0).names()) {
      graph
          .addNodesBuilder()
          .addAttributesBuilder()
          .setName("VARIABLE_VALUE")
          .setFullName(name)
          .setCheckpointKey(prefix + i++ + "/.ATTRIBUTES/VARIABLE_VALUE");
    }
    graph
        .addNodesBuilder()
        .addAttributesBuilder()
        .setName("VARIABLE_VALUE")
        .setFullName("save_counter")
        .setCheckpointKey("save_counter/.ATTRIBUTES/VARIABLE_VALUE");
    return graph.build().toByteArray();
  }

  /** Writes a checkpoint by hand, because the writer under test does not support strings. */
  private void writeTf2(byte[] objectGraph) throws IOException {
    Path variables = Files.createDirectory(directory.resolve("variables"));
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    graph.getMetaInfoDefBuilder().addTags("serve");
    Files.write(
        directory.resolve("saved_model.pb"),
        SavedModel.newBuilder().addMetaGraphs(graph).build().toByteArray());

    ByteArrayOutputStream data = new ByteArrayOutputStream();
    TreeMap<String, BundleEntryProto> entries = new TreeMap<>();
    entries.put(
        TensorBundle.OBJECT_GRAPH,
        append(data, string(objectGraph)).setCrc32C(stringChecksum(objectGraph)).build());
    ReferenceWeights weights = new ReferenceWeights(0);
    int i = 0;
    for (String name : weights.names()) {
      var values = weights.read(name);
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      var entry = append(data, bytes.array()).setDtype(DataType.DT_FLOAT);
      weights.shape(name).forEach(size -> entry.getShapeBuilder().addDimBuilder().setSize(size));
      entries.put("layer_with_weights-" + i++ + "/.ATTRIBUTES/VARIABLE_VALUE", entry.build());
    }
    SortedTableWriter table = new SortedTableWriter();
    table.put(new byte[0], BundleHeaderProto.newBuilder().setNumShards(1).build().toByteArray());
    entries.forEach(
        (key, entry) -> table.put(key.getBytes(StandardCharsets.UTF_8), entry.toByteArray()));
    Files.write(variables.resolve("variables.index"), table.finish());
    Files.write(variables.resolve("variables.data-00000-of-00001"), data.toByteArray());
  }

  private static BundleEntryProto.Builder append(ByteArrayOutputStream data, byte[] bytes) {
    BundleEntryProto.Builder entry =
        BundleEntryProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setOffset(data.size())
            .setSize(bytes.length)
            .setCrc32C(MaskedCrc.of(ByteBuffer.wrap(bytes)));
    data.writeBytes(bytes);
    return entry;
  }

  /** TensorFlow's checksum of a string: of the length, the length's checksum and the string. */
  private static int stringChecksum(byte[] value) {
    ByteBuffer length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value.length);
    ByteBuffer noChecksum = ByteBuffer.allocate(4);
    return MaskedCrc.of(length, noChecksum, ByteBuffer.wrap(value));
  }

  /** Encodes a string as its length in a varint, four bytes of checksum and its bytes. */
  private static byte[] string(byte[] value) {
    ByteString.Output out = ByteString.newOutput();
    try {
      var coded = com.google.protobuf.CodedOutputStream.newInstance(out);
      coded.writeUInt64NoTag(value.length);
      coded.writeFixed32NoTag(0);
      coded.writeRawBytes(value);
      coded.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteString().toByteArray();
  }
}
