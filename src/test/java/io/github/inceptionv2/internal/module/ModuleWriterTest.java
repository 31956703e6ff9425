package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.DelegatingWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.Weights;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.types.TFloat32;

class ModuleWriterTest {

  @TempDir static Path directory;

  private static Path written;

  @BeforeAll
  static void write() throws Exception {
    written = directory.resolve("module");
    ModuleWriter.write(InceptionModule.reference(1001), written);
  }

  @Test
  void ourReader_getsTheGoldenNumbers() throws Exception {
    InceptionModule module = ModuleReader.read(written);

    assertEquals(List.of(Set.of(), Set.of("train"), Set.of("serve")), module.tagSets());
    assertTrue(module.isReference());
    HubModuleTest.assertGolden(module);
  }

  /** The version is a constant, so writing a module does not load TensorFlow's library. */
  @Test
  void graphs_nameTheVersionOfTensorFlow() throws Exception {
    SavedModel model = SavedModel.parseFrom(Files.readAllBytes(written.resolve("saved_model.pb")));

    assertEquals(3, model.getMetaGraphsCount());
    for (MetaGraphDef graph : model.getMetaGraphsList()) {
      assertEquals(TensorFlow.version(), graph.getMetaInfoDef().getTensorflowVersion());
    }
  }

  @Test
  void outOfMemory_leavesNothingBehind(@TempDir Path empty) throws Exception {
    InceptionModule module = InceptionModule.reference(0);
    InceptionModule exhausting =
        HubModuleErrorsTest.withWeights(module, new Exhausting(module.weights()));

    assertThrows(
        OutOfMemoryError.class, () -> ModuleWriter.write(exhausting, empty.resolve("module")));
    try (Stream<Path> left = Files.list(empty)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private record Exhausting(Weights weights) implements DelegatingWeights {
    @Override
    public float[] read(String name) {
      throw new OutOfMemoryError("test");
    }
  }

  @Test
  void tensorFlowsLoader_getsTheGoldenNumbers() {
    assertLoaderGetsTheGoldenNumbers(written);
  }

  static void assertLoaderGetsTheGoldenNumbers(Path module) {
    float[] expected = Golden.floats(Golden.inference().get(0).get("logits"));
    try (SavedModelBundle bundle = SavedModelBundle.load(module.toString(), "serve");
        TFloat32 image = Tensors.of(Golden.image(0, 224, 224), 1, 224, 224, 3);
        Result result = bundle.function("serving_default").call(Map.of("inputs", image))) {
      float[] logits = Tensors.toFloats((TFloat32) result.get("logits").orElseThrow());
      Numbers.assertClose(expected, logits, Golden.ABSOLUTE_TOLERANCE);
    }
  }

  @Test
  void graphs_haveTheSignaturesAndCollectionsOfHub() throws Exception {
    Set<String> signatures =
        Set.of(
            "default",
            "image_classification",
            "image_classification_with_bn_hparams",
            "image_feature_vector",
            "image_feature_vector_with_bn_hparams");
    Set<String> collections =
        Set.of(
            "variables",
            "model_variables",
            "trainable_variables",
            "regularization_losses",
            "hub_module_attachments");
    MetaGraphDef graph = SavedModelFile.read(written).inferenceGraph();

    assertEquals(signatures, graph.getSignatureDefMap().keySet());
    assertEquals(collections, graph.getCollectionDefMap().keySet());
    assertEquals(20, graph.getSignatureDefOrThrow("image_classification").getOutputsCount());
    assertEquals(17, graph.getSignatureDefOrThrow("image_feature_vector").getOutputsCount());
    assertEquals(
        Set.of("images", "batch_norm_momentum"),
        graph
            .getSignatureDefOrThrow("image_feature_vector_with_bn_hparams")
            .getInputsMap()
            .keySet());
    assertTrue(graph.hasSaverDef());
  }

  /** The 29 bytes of Hub's own attachment for 224 x 224. */
  @Test
  void imageSize_isAttachedInHubsFormat() throws Exception {
    byte[] expected =
        HexFormat.of().parseHex("0a11696d6167655f6d6f64756c655f696e666f12080a0608e00110e001");

    assertArrayEquals(
        expected, ImageSizeAttachment.write(224, 224).getBytesList().getValue(0).toByteArray());
    assertArrayEquals(new byte[] {8, 3}, Files.readAllBytes(written.resolve("tfhub_module.pb")));
  }

  @Test
  void featureVectorModule_hasNoLogits() throws Exception {
    Path features = directory.resolve("features");
    ModuleWriter.write(InceptionModule.reference(0), features);
    InceptionModule module = ModuleReader.read(features);

    assertEquals(0, module.classes());
    assertEquals(275, module.variables().size());
    HubModuleTest.assertGolden(module);
  }

  @Test
  void existingFiles_areNotOverwritten() throws Exception {
    Path taken = Files.createDirectory(directory.resolve("taken"));
    Files.writeString(taken.resolve("precious.txt"), "keep me");

    var e =
        assertThrows(
            FileAlreadyExistsException.class,
            () -> ModuleWriter.write(InceptionModule.reference(0), taken));

    assertTrue(e.getMessage().contains("choose a new directory"), e.getMessage());
    assertEquals(Set.of("precious.txt"), children(taken));
  }

  @Test
  void fileInPlaceOfAParentDirectory_isNamed() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    var e =
        assertThrows(
            FileSystemException.class,
            () -> ModuleWriter.write(InceptionModule.reference(0), file.resolve("new")));
    assertTrue(
        e.getMessage().startsWith(file + ": is not a directory to which a module can be written"),
        e.getMessage());
  }

  @Test
  void emptyDirectory_isFilled() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    ModuleWriter.write(InceptionModule.reference(0), empty);

    assertEquals(
        Set.of("assets", "saved_model.pb", "tfhub_module.pb", "variables"), children(empty));
  }

  @Test
  void otherFiles_appearBesideTheModule() throws Exception {
    Path extra = directory.resolve("extra");
    Map<String, byte[]> files = Map.of("README.md", new byte[] {35}, "history.json", new byte[0]);
    ModuleWriter.write(InceptionModule.reference(0), extra, files);

    assertEquals(
        Set.of(
            "README.md",
            "assets",
            "history.json",
            "saved_model.pb",
            "tfhub_module.pb",
            "variables"),
        children(extra));
    assertArrayEquals(new byte[] {35}, Files.readAllBytes(extra.resolve("README.md")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a/b", "a\\b", ".", "..", "", " ", ".x", "Assets", "SAVED_MODEL.pb"})
  void otherFiles_invalidName_isRefused(String name) throws Exception {
    Path parent = Files.createDirectories(directory.resolve("named"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ModuleWriter.write(
                InceptionModule.reference(0), parent.resolve("new"), Map.of(name, new byte[0])));
    assertEquals(Set.of(), children(parent));
  }

  @Test
  void failure_leavesNothingBehind() throws Exception {
    Path parent = Files.createDirectory(directory.resolve("parent"));
    InceptionModule damaged = HubModuleErrorsTest.withNaN(InceptionModule.reference(0));

    assertThrows(
        ModelFormatException.class, () -> ModuleWriter.write(damaged, parent.resolve("new")));
    assertEquals(Set.of(), children(parent));
  }

  private static Set<String> children(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      Set<String> names = new TreeSet<>();
      children.forEach(child -> names.add(child.getFileName().toString()));
      return names;
    }
  }
}
