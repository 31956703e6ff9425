package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.ImageSize;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import io.github.inceptionv2.testing.OnnxModel;
import io.github.inceptionv2.testing.PaintedPhotos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fine-tuned model gives the same results in ONNX Runtime as in TensorFlow. */
class FineTunedOnnxTest {

  private static final int SIZE = 64;
  private static final double TOLERANCE = 1e-4;

  @TempDir private Path directory;

  @Test
  void writeOnnx_fineTunedModel_matchesItsModule() throws Exception {
    Path pictures = PaintedPhotos.folder(directory.resolve("pictures"), 4);
    FineTunedModel trained =
        FineTuner.builder(ImageFolder.open(pictures, 0, 0))
            .source(ModelSource.untrained())
            .options(TrainingOptions.head().toBuilder().imageSize(SIZE).build())
            .build()
            .train();
    Path file = directory.resolve("model.onnx");
    trained.writeOnnx(file);
    Path module = directory.resolve("module");
    trained.writeModule(module);
    Path ofModule = directory.resolve("module.onnx");
    ModelSource.directory(module).writeOnnx(ofModule);

    assertEquals(-1, Files.mismatch(file, ofModule));
    assertSameNumbers(module, file);
  }

  private static void assertSameNumbers(Path module, Path file) throws Exception {
    float[] image = Golden.image(0, SIZE, SIZE);
    ImageSource source = ImageSource.ofRgb(image, ImageSize.ofWidth(SIZE).height(SIZE));
    try (OnnxModel exported = new OnnxModel(file);
        InceptionV2 model = InceptionV2.load(module)) {
      Map<String, float[][]> rows = exported.run(List.of(image), SIZE, SIZE);
      Numbers.assertClose(model.logits(source), rows.get("logits")[0], TOLERANCE);
      Numbers.assertClose(model.featureVector(source), rows.get("feature_vector")[0], TOLERANCE);
      assertEquals(Optional.of("rings\nstripes"), exported.metadata("labels"));
      assertEquals(Optional.of("64x64"), exported.metadata("image_size"));
    }
  }
}
