package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.inference.OpenModule;
import io.github.inceptionv2.internal.inference.OpenModules;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.DelegatingWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.SortedTableWriter;
import io.github.inceptionv2.internal.weights.TensorBundleWriter;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorShapeProto;

/** Each defect of a module's directory has a message that names the defect and what to do. */
class HubModuleErrorsTest {

  private static final String BETA = "InceptionV2/Conv2d_2b_1x1/BatchNorm/beta";

  @TempDir Path directory;

  private Path module;
  private Path model;
  private Path index;
  private Path data;

  @BeforeEach
  void write() throws Exception {
    module = directory.resolve("module");
    ModuleWriter.write(InceptionModule.reference(0), module);
    model = module.resolve("saved_model.pb");
    index = module.resolve("variables/variables.index");
    data = module.resolve("variables/variables.data-00000-of-00001");
  }

  @Test
  void noSuchDirectory_isRefused() {
    Path none = directory.resolve("none");
    var e = assertThrows(NoSuchFileException.class, () -> ModuleReader.read(none, false));
    assertEquals(
        none
            + ": there is no such directory; expected a module's directory, with saved_model.pb in"
            + " it",
        e.getMessage());
  }

  @Test
  void emptyDirectory_isRefused() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertProblem(empty, "contains nothing", "with saved_model.pb in it");
  }

  @Test
  void directoryOfSomethingElse_isRefused() throws Exception {
    Path photos = Files.createDirectory(directory.resolve("photos"));
    Files.createFile(photos.resolve("cat.jpg"));
    assertProblem(photos, "contains [cat.jpg]", "with saved_model.pb in it");
  }

  @Test
  void fileInsteadOfDirectory_isRefused() {
    assertProblem(model, "is not a directory");
  }

  @Test
  void emptySavedModel_isRefused() throws Exception {
    Files.write(model, new byte[0]);
    assertProblem(module, "saved_model.pb: contains no graph");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9, 0.999})
  void truncatedSavedModel_isRefused(double share) throws Exception {
    truncate(model, share);
    assertProblem(module, "saved_model.pb: ", "copy the whole module again");
  }

  @Test
  void textInsteadOfSavedModel_isRefused() throws Exception {
    Files.writeString(model, "<html>404 not found</html>");
    assertProblem(module, "is not a SavedModel");
  }

  @Test
  void missingIndex_isRefused() throws Exception {
    Files.delete(index);
    assertProblem(module, "variables.index: is missing");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.99})
  void truncatedIndex_isRefused(double share) throws Exception {
    truncate(index, share);
    assertProblem(module, "variables.index: ");
  }

  @Test
  void changedByteInIndex_isRefused() throws Exception {
    flip(index, 100);
    assertProblem(module, "variables.index: checksum mismatch");
  }

  @Test
  void missingData_isRefused() throws Exception {
    Files.delete(data);
    assertProblem(module, "data-00000-of-00001: is missing");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.99999})
  void truncatedData_isRefused(double share) throws Exception {
    truncate(data, share);
    assertProblem(module, "data-00000-of-00001: ", "the file is truncated");
  }

  @Test
  void changedByteInData_isRefused() throws Exception {
    flip(data, 20_000_000);
    assertProblem(module, "checksum mismatch in variable InceptionV2/");
  }

  @Test
  void missingVariable_isRefused() throws Exception {
    rewriteVariables(new Changed(new ReferenceWeights(0), BETA, null, null));
    assertProblem(
        module,
        "variables.index: has 274 variables, expected the 275 of Inception V2",
        "missing: " + BETA);
  }

  @Test
  void misshapenVariable_isRefused() throws Exception {
    rewriteVariables(new Changed(new ReferenceWeights(0), BETA, List.of(32L), new float[32]));
    assertProblem(module, "misshapen: " + BETA + " of [32], expected [64]");
  }

  @Test
  void extraVariable_isRefused() throws Exception {
    rewriteVariables(
        new Changed(new ReferenceWeights(0), "dense/kernel", List.of(1L), new float[1]));
    assertProblem(module, "has 276 variables", "unexpected: dense/kernel");
  }

  @Test
  void nanInAVariable_isRefused() throws Exception {
    float[] values = new float[64];
    values[7] = Float.NaN;
    rewriteVariables(new Changed(new ReferenceWeights(0), BETA, List.of(64L), values));
    assertProblem(module, "variable " + BETA + " has NaN at index 7");
  }

  @Test
  void unknownTagSets_areRefused() throws Exception {
    change(graph -> graph.getMetaInfoDefBuilder().addTags("mine"));
    assertProblem(module, "has the tag sets [[mine], [mine, train], [mine, serve]]", "expected []");
  }

  @Test
  void unknownSignatures_areRefused() throws Exception {
    change(MetaGraphDef.Builder::clearSignatureDef);
    assertProblem(module, "has the signatures {}, expected image_classification");
  }

  @Test
  void signatureWithoutImages_isRefused() throws Exception {
    change(
        graph ->
            graph.putSignatureDef(
                "image_feature_vector",
                graph.getSignatureDefOrThrow("image_feature_vector").toBuilder()
                    .clearInputs()
                    .build()));
    assertProblem(module, "signature image_feature_vector has the inputs [], expected images");
  }

  @Test
  void signatureOfAMissingTensor_isRefused() throws Exception {
    change(
        graph -> {
          var signature = graph.getSignatureDefOrThrow("image_feature_vector").toBuilder();
          var output = signature.getOutputsOrThrow("default").toBuilder().setName("nowhere:0");
          graph.putSignatureDef(
              "image_feature_vector", signature.putOutputs("default", output.build()).build());
        });
    assertProblem(module, "names tensor nowhere:0, which the graph does not have");
  }

  @Test
  void signatureWhoseImagesAreMissing_isRefused() throws Exception {
    changeSignature(
        signature -> {
          var images = signature.getInputsOrThrow("images").toBuilder().setName("nope:0");
          signature.putInputs("images", images.build());
        });
    assertProblem(module, "names tensor nope:0, which the graph does not have");
  }

  @Test
  void signatureWithImagesOfUnknownRank_isRefused() throws Exception {
    changeSignature(
        signature -> {
          var images = signature.getInputsOrThrow("images").toBuilder();
          images.setTensorShape(TensorShapeProto.newBuilder().setUnknownRank(true));
          signature.putInputs("images", images.build());
        });
    assertProblem(module, "from images of shape [], expected [batch, height, width, 3]");
  }

  @Test
  void signatureThatPromisesOtherFeatures_isRefused() throws Exception {
    changeSignature(
        signature -> {
          var output = signature.getOutputsOrThrow("default").toBuilder();
          output.getTensorShapeBuilder().getDimBuilder(1).setSize(1001);
          signature.putOutputs("default", output.build());
        });
    assertProblem(module, "with a feature vector of shape [-1, 1001], expected [batch, 1024]");
  }

  @Test
  void graphThatBreaksItsPromise_isRefused() throws Exception {
    changeSignature(
        signature -> {
          String other = signature.getOutputsOrThrow("InceptionV2/Mixed_5c").getName();
          var output = signature.getOutputsOrThrow("default").toBuilder().setName(other);
          signature.putOutputs("default", output.build());
        });
    assertProblem(module, "cannot compute what its signatures promise", "promises [-1, 1024]");
    try (OpenModule open = OpenModules.open(ModuleReader.read(module, true));
        ImageBatch image = new ImageBatch(Tensors.of(new float[32 * 32 * 3], 1, 32, 32, 3))) {
      List<Role> features = List.of(open.module().roles().featureVector().orElseThrow());
      NativeException e = assertThrows(NativeException.class, () -> open.run(image, features));
      assertTrue(
          e.getMessage().contains("of shape [1, 1, 1, 1024]")
              && e.getMessage().contains("its signature promises [-1, 1024]"),
          e.getMessage());
    }
  }

  @Test
  void attachedSizeThatIsTooSmall_isRefused() throws Exception {
    attach(ImageSizeAttachment.write(16, 224));
    assertProblem(module, "saved_model.pb: expects images of [16, 224] pixels", "from 32 to 2048");
  }

  @Test
  void unreadableAttachment_isRefused() throws Exception {
    attach(
        CollectionDef.newBuilder()
            .setBytesList(
                CollectionDef.BytesList.newBuilder()
                    .addValue(ByteString.copyFrom(new byte[] {10, 99, 1})))
            .build());
    assertProblem(module, "saved_model.pb: has an unreadable collection hub_module_attachments");
  }

  private void attach(CollectionDef attachment) throws IOException {
    change(graph -> graph.putCollectionDef(ImageSizeAttachment.COLLECTION, attachment));
  }

  @Test
  void signatureOfImpossibleSize_isRefused() throws Exception {
    change(graph -> graph.removeCollectionDef(ImageSizeAttachment.COLLECTION));
    changeSignature(
        signature -> {
          var images = signature.getInputsOrThrow("images").toBuilder();
          images.getTensorShapeBuilder().getDimBuilder(1).setSize(1L << 40);
          images.getTensorShapeBuilder().getDimBuilder(2).setSize(1L << 40);
          signature.putInputs("images", images.build());
        });
    assertProblem(module, "saved_model.pb: expects images of [1099511627776, 1099511627776]");
  }

  /** The attached size may be valid, but the graph runs with the size in its signature. */
  @ParameterizedTest
  @CsvSource({"20000, 20000", "-1, 20000", "16, -1", "31, 224", "224, 2049"})
  void signatureOfImpossibleSizeBesideAnAttachment_isRefused(long height, long width)
      throws Exception {
    changeSignature(
        signature -> {
          var images = signature.getInputsOrThrow("images").toBuilder();
          images.getTensorShapeBuilder().getDimBuilder(1).setSize(height);
          images.getTensorShapeBuilder().getDimBuilder(2).setSize(width);
          signature.putInputs("images", images.build());
        });
    assertProblem(
        module,
        "saved_model.pb: expects images of [" + height + ", " + width + "]",
        "from 32 to 2048");
  }

  @Test
  void savedModelOfEmptyMessages_isRefused() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
      file.setLength((16 << 20) + 1);
    }
    assertProblem(module, "saved_model.pb: has 16777217 bytes, expected at most 16777216");
  }

  /** Keys that share all but a few bytes of a long key make some kilobytes ask for gigabytes. */
  @Test
  void indexOfLongKeys_isRefused() throws Exception {
    SortedTableWriter table = new SortedTableWriter();
    table.put(new byte[4097], new byte[0]);
    Files.write(index, table.finish());
    assertProblem(module, "variables.index: has a key of 4097 bytes, expected at most 4096");
  }

  @Test
  void indexOfManyEntries_isRefused() throws Exception {
    SortedTableWriter table = new SortedTableWriter();
    for (int i = 10_000; i < 10_000 + 16_385; i++) {
      table.put(String.valueOf(i).getBytes(StandardCharsets.US_ASCII), new byte[0]);
    }
    Files.write(index, table.finish());
    assertProblem(module, "variables.index: has more than 16384 entries");
  }

  @Test
  void variableWithoutAShape_isRefused() throws Exception {
    change(
        graph ->
            graph.getGraphDefBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getName().equals(BETA))
                .forEach(node -> node.removeAttr("shape")));
    assertProblem(module, "misshapen: " + BETA + " of [], expected [64]");
  }

  /** The footer has no checksum. */
  @Test
  void indexWhoseFooterPointsOutsideTheFile_isRefused() throws Exception {
    byte[] bytes = Files.readAllBytes(index);
    byte[] huge = {-1, -1, -1, -1, -1, -1, -1, -1, 0x7f};
    System.arraycopy(huge, 0, bytes, bytes.length - 46, 9);
    System.arraycopy(huge, 0, bytes, bytes.length - 37, 9);
    Files.write(index, bytes);
    assertProblem(module, "variables.index: has a block outside the file");
  }

  private void changeSignature(Consumer<SignatureDef.Builder> change) throws IOException {
    change(
        graph -> {
          String name = "image_feature_vector";
          SignatureDef.Builder signature = graph.getSignatureDefOrThrow(name).toBuilder();
          change.accept(signature);
          graph.putSignatureDef(name, signature.build());
        });
  }

  @Test
  void graphWithAnExtraVariable_isRefused() throws Exception {
    change(
        graph -> {
          NodeDef known =
              graph.getGraphDef().getNodeList().stream()
                  .filter(node -> node.getName().equals(BETA))
                  .findFirst()
                  .orElseThrow();
          graph
              .getGraphDefBuilder()
              .addNode(known.toBuilder().setName("other").removeAttr("shared_name"));
        });
    assertProblem(module, "saved_model.pb: has 276 variables", "unexpected: other");
  }

  @Test
  void graphThatTensorFlowRefuses_isRefused() throws Exception {
    change(
        graph ->
            graph.getGraphDefBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getOp().equals("Relu"))
                .forEach(node -> node.addInput("nowhere")));
    assertProblem(module, "TensorFlow does not accept the graph", "nowhere");
  }

  @Test
  void graphWithAnUnknownOperation_isRefused() throws Exception {
    change(graph -> graph.getGraphDefBuilder().addNodeBuilder().setName("x").setOp("NoSuchOp"));
    assertProblem(module, "NoSuchOp (x)", "ModelSource.trusted()");
  }

  static InceptionModule withNaN(InceptionModule module) {
    float[] values = new float[64];
    values[63] = Float.NEGATIVE_INFINITY;
    return withWeights(module, new Changed(module.weights(), BETA, List.of(64L), values));
  }

  static InceptionModule withWeights(InceptionModule module, Weights weights) {
    return new InceptionModule(
        module.path(),
        module.format(),
        module.tagSets(),
        module.signatures(),
        module.computation(),
        weights,
        module.imageSize(),
        module.labels(),
        module.ranges(),
        false);
  }

  private void assertProblem(Path path, String... parts) {
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class, () -> OpenModules.open(ModuleReader.read(path)).close());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  private interface Change {
    void apply(MetaGraphDef.Builder graph);
  }

  private void change(Change change) throws IOException {
    SavedModel.Builder saved = SavedModel.parseFrom(Files.readAllBytes(model)).toBuilder();
    saved.getMetaGraphsBuilderList().forEach(change::apply);
    Files.write(model, saved.build().toByteArray());
  }

  private void rewriteVariables(Weights weights) throws IOException {
    Files.delete(index);
    Files.delete(data);
    TensorBundleWriter.write(module.resolve("variables/variables"), weights, weights.names());
  }

  private static void truncate(Path file, double share) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }

  private static void flip(Path file, int position) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[position] ^= 1;
    Files.write(file, bytes);
  }

  /** Weights with one variable replaced, added, or (without a shape) left out. */
  record Changed(Weights weights, String name, List<Long> newShape, float[] values)
      implements DelegatingWeights {

    @Override
    public Set<String> names() {
      Set<String> names = new TreeSet<>(weights.names());
      if (newShape == null) {
        names.remove(name);
      } else {
        names.add(name);
      }
      return names;
    }

    @Override
    public List<Long> shape(String variable) {
      return variable.equals(name) ? newShape : weights.shape(variable);
    }

    @Override
    public float[] read(String variable) throws IOException {
      return variable.equals(name) ? values.clone() : weights.read(variable);
    }
  }
}
