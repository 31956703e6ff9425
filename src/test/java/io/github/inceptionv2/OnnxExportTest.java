package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.internal.weights.DelegatingWeights;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.TensorBundleWriter;
import io.github.inceptionv2.internal.weights.Weights;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import io.github.inceptionv2.testing.OnnxModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An exported file gives the same results in ONNX Runtime as its model does here. */
class OnnxExportTest {

  private static final double TOLERANCE = 1e-4;
  private static final Path FLOWERS = Path.of("models/flowers");

  @TempDir Path directory;

  static Stream<ModelSource> models() {
    return Stream.of(ModelSource.untrained(), ModelSource.directory(FLOWERS));
  }

  @ParameterizedTest
  @MethodSource("models")
  void file_ofEachSizeAndBatch_computesTheSameNumbers(ModelSource source) throws Exception {
    try (OnnxModel exported = new OnnxModel(written(source))) {
      assertSame(source, exported, ImageSize.ofWidth(224).height(224));
      assertSame(source, exported, ImageSize.ofWidth(161).height(96));
    }
  }

  private static void assertSame(ModelSource source, OnnxModel exported, ImageSize size)
      throws Exception {
    List<float[]> images =
        IntStream.range(0, 3).mapToObj(k -> Golden.image(k, size.height(), size.width())).toList();
    Map<String, float[][]> all = exported.run(images, size.height(), size.width());
    Map<String, float[][]> one = exported.run(images.subList(0, 1), size.height(), size.width());
    try (InceptionV2 model = InceptionV2.builder(source).imageSize(size).load()) {
      for (int i = 0; i < images.size(); i++) {
        assertSame(model, ImageSource.ofRgb(images.get(i), size), all, i);
      }
      assertSame(model, ImageSource.ofRgb(images.get(0), size), one, 0);
    }
  }

  private static void assertSame(
      InceptionV2 model, ImageSource image, Map<String, float[][]> rows, int row)
      throws IOException {
    Batch batch = model.batch(List.of(image));
    float[] logits = batch.logits().get(0).get();
    float[] features = batch.featureVectors().get(0).get();
    Numbers.assertClose(logits, rows.get("logits")[row], TOLERANCE);
    Numbers.assertClose(features, rows.get("feature_vector")[row], TOLERANCE);
    for (Prediction prediction : batch.classify(logits.length).get(0).get()) {
      float probability = rows.get("probabilities")[row][prediction.index()];
      assertEquals(prediction.probability(), probability, TOLERANCE);
    }
  }

  /** The golden numbers come from an implementation independent of this one and ONNX Runtime. */
  @Test
  void file_ofReferenceWeights_computesTheGoldenNumbers() throws Exception {
    try (OnnxModel exported = new OnnxModel(written(ModelSource.untrained()))) {
      for (JsonObject expected : Golden.inference()) {
        int height = expected.get("height").getAsInt();
        int width = expected.get("width").getAsInt();
        float[] image = Golden.image(expected.get("k").getAsInt(), height, width);
        Map<String, float[][]> rows = exported.run(List.of(image), height, width);
        Numbers.assertClose(
            Golden.floats(expected.get("logits")),
            rows.get("logits")[0],
            Golden.ABSOLUTE_TOLERANCE);
        Numbers.assertClose(
            Golden.floats(expected.get("features")), rows.get("feature_vector")[0], TOLERANCE);
      }
    }
  }

  @Test
  void file_describesItsInputAndClasses() throws Exception {
    try (OnnxModel exported = new OnnxModel(written(ModelSource.directory(FLOWERS)))) {
      assertEquals("inception-v2", exported.producer());
      assertEquals(
          Optional.of("daisy\ndandelion\nroses\nsunflowers\ntulips"), exported.metadata("labels"));
      assertEquals(Optional.of("224x224"), exported.metadata("image_size"));
      assertEquals(Optional.of("Rgb8"), exported.metadata("Image.BitmapPixelFormat"));
      assertEquals(Optional.of("Normalized_0_1"), exported.metadata("Image.NominalPixelRange"));
      assertEquals(
          Map.of(
              "logits", List.of(-1L, 5L),
              "probabilities", List.of(-1L, 5L),
              "feature_vector", List.of(-1L, 1024L)),
          exported.outputs());
    }
  }

  @Test
  void labels_of1001Logits_areImageNets() throws Exception {
    try (OnnxModel exported = new OnnxModel(written(ModelSource.untrained()))) {
      String[] labels = exported.metadata("labels").orElseThrow().split("\n");
      assertEquals(1001, labels.length);
      assertEquals("background", labels[0]);
      assertEquals(Labels.imageNet().label(1000), labels[1000]);
    }
  }

  @Test
  void labels_ofOtherNumbersOfLogits_areOmitted() throws Exception {
    ModuleWriter.write(InceptionModule.reference(3), directory.resolve("module"));
    ModelSource source = ModelSource.directory(directory.resolve("module"));
    try (OnnxModel exported = new OnnxModel(written(source))) {
      assertEquals(Optional.empty(), exported.metadata("labels"));
    }
  }

  @Test
  void versions_matchTheGuide() throws Exception {
    int format = 0;
    int operators = 0;
    try (InputStream file = Files.newInputStream(written(ModelSource.directory(FLOWERS)))) {
      CodedInputStream in = CodedInputStream.newInstance(file);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case 1 -> format = in.readInt32();
          case 8 -> {
            CodedInputStream imported = in.readBytes().newCodedInput();
            for (int part = imported.readTag(); part != 0; part = imported.readTag()) {
              if (WireFormat.getTagFieldNumber(part) == 2) {
                operators = imported.readInt32();
              } else {
                imported.skipField(part);
              }
            }
          }
          default -> in.skipField(tag);
        }
      }
    }
    assertEquals(7, format);
    assertEquals(13, operators);
  }

  @Test
  void model_ofFeatureVectorsOnly_hasNoOtherOutput() throws Exception {
    ModuleWriter.write(InceptionModule.reference(0), directory.resolve("module"));
    ModelSource source = ModelSource.directory(directory.resolve("module"));
    float[] image = Golden.image(0, 224, 224);
    try (OnnxModel exported = new OnnxModel(written(source))) {
      assertEquals(Set.of("feature_vector"), exported.outputs().keySet());
      float[][] rows = exported.run(List.of(image), 224, 224).get("feature_vector");
      Numbers.assertClose(
          Golden.floats(Golden.inference().get(0).get("features")), rows[0], TOLERANCE);
    }
  }

  @Test
  void checkpoint_isWrittenLikeItsModule() throws Exception {
    ReferenceWeights weights = new ReferenceWeights(1001);
    Path checkpoint = checkpoint(weights);

    Path file = written(ModelSource.checkpoint(checkpoint));
    Path other = directory.resolve("other.onnx");
    ModelSource.untrained().writeOnnx(other);
    assertEquals(-1, Files.mismatch(file, other));
  }

  /** A network with half as many channels would have such a variable. */
  @ParameterizedTest
  @ValueSource(strings = {"Mixed_3b/Branch_0/Conv2d_0a_1x1", "Logits/Conv2d_1c_1x1"})
  void variable_ofAnotherShape_isNamed(String layer) throws Exception {
    String variable = "InceptionV2/" + layer + "/weights";
    Path checkpoint = checkpoint(new Halved(new ReferenceWeights(1001), variable));

    ModelCorruptException e =
        assertThrows(
            ModelCorruptException.class, () -> written(ModelSource.checkpoint(checkpoint)));
    assertTrue(e.getMessage().contains("misshapen: " + variable), e.getMessage());
    assertEquals(List.of(), onnxFiles());
  }

  @Test
  void nonFiniteValue_keepsTheOldFile() throws Exception {
    byte[] old = {1, 2, 3};
    Path file = Files.write(directory.resolve("model.onnx"), old);
    Path checkpoint = checkpoint(new Infinite(new ReferenceWeights(1001)));
    ModelSource source = ModelSource.checkpoint(checkpoint);

    ModelCorruptException e =
        assertThrows(ModelCorruptException.class, () -> source.writeOnnx(file));
    assertTrue(e.getMessage().contains(Infinite.VARIABLE), e.getMessage());
    assertArrayEquals(old, Files.readAllBytes(file));
    assertEquals(List.of("model.onnx"), onnxFiles());
  }

  @Test
  void directory_inPlaceOfTheFile_isRefused() {
    IOException e =
        assertThrows(IOException.class, () -> ModelSource.untrained().writeOnnx(directory));
    assertTrue(e.getMessage().contains("is a directory"), e.getMessage());
  }

  private Path written(ModelSource source) throws IOException {
    Path file = directory.resolve("model.onnx");
    source.writeOnnx(file);
    return file;
  }

  private Path checkpoint(Weights weights) throws IOException {
    Path checkpoint = directory.resolve("model.ckpt");
    TensorBundleWriter.write(checkpoint, weights, weights.names());
    return checkpoint;
  }

  /** Returns ONNX files, and unfinished ones, which have hidden names. */
  private List<String> onnxFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(".") || name.endsWith(".onnx"))
          .toList();
    }
  }

  /** Weights in which one variable has half as many output channels. */
  private record Halved(Weights weights, String variable) implements DelegatingWeights {

    @Override
    public List<Long> shape(String name) {
      List<Long> shape = weights.shape(name);
      return name.equals(variable)
          ? List.of(shape.get(0), shape.get(1), shape.get(2), shape.get(3) / 2)
          : shape;
    }

    @Override
    public float[] read(String name) throws IOException {
      int size = shape(name).stream().mapToInt(Math::toIntExact).reduce(1, Math::multiplyExact);
      return Arrays.copyOf(weights.read(name), size);
    }
  }

  /** Weights in which one value is infinite. */
  private record Infinite(Weights weights) implements DelegatingWeights {

    static final String VARIABLE = "InceptionV2/Mixed_5c/Branch_0/Conv2d_0a_1x1/weights";

    @Override
    public float[] read(String name) throws IOException {
      float[] values = weights.read(name);
      if (name.equals(VARIABLE)) {
        values[5] = Float.POSITIVE_INFINITY;
      }
      return values;
    }
  }
}
