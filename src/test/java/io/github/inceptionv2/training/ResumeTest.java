package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.testing.PaintedPhotos;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training run resumes only with the images and weights that it began with. */
class ResumeTest {

  @TempDir private Path directory;
  private Path photos;

  @BeforeEach
  void trainOnce() throws Exception {
    photos = PaintedPhotos.folder(directory.resolve("photos"), 4);
    train(ModelSource.directory(model("model", 1)));
  }

  /** Writes a model with fresh weights. */
  private Path model(String name, long seed) throws Exception {
    Path target = directory.resolve(name);
    FineTuner.builder(ImageFolder.open(photos, 0, 0))
        .options(options().learningRate(LearningRate.constant(0)).seed(seed).build())
        .build()
        .train()
        .writeModule(target);
    return target;
  }

  private static TrainingOptions.Builder options() {
    return TrainingOptions.full().toBuilder()
        .imageSize(32)
        .epochs(1)
        .batchSize(4)
        .augmentation(Augmentation.none());
  }

  private void train(ModelSource source) throws IOException, InterruptedException {
    FineTuner.builder(ImageFolder.open(photos, 0, 0))
        .source(source)
        .options(options().build())
        .checkpoints(checkpoints())
        .build()
        .train();
  }

  private Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  private String refusal(ModelSource source) {
    return assertThrows(IllegalArgumentException.class, () -> train(source)).getMessage();
  }

  @Test
  void nothingChanged_resumes() throws Exception {
    train(ModelSource.directory(directory.resolve("model")));
  }

  @Test
  void pictureReplacedByOneOfTheSameNameAndSize_isRefused() throws Exception {
    Path picture = ImageFolder.open(photos, 0, 0).training().get(0).file();
    byte[] bytes = Files.readAllBytes(picture);
    bytes[bytes.length - 20] ^= 1;
    Files.write(picture, bytes);

    String message = refusal(ModelSource.directory(directory.resolve("model")));
    assertTrue(message.contains("images: 8 and 0"), message);
    assertTrue(message.contains("--restart on the command line"), message);
    assertTrue(message.contains("FineTuner.removeCheckpoints"), message);
  }

  @Test
  void pictureRenamed_resumes() throws Exception {
    Path picture = ImageFolder.open(photos, 0, 0).training().get(0).file();
    Files.move(picture, picture.resolveSibling("!" + picture.getFileName()));
    train(ModelSource.directory(directory.resolve("model")));
  }

  @Test
  void startModelReplacedByOneOfTheSameName_isRefused() throws Exception {
    Path model = directory.resolve("model");
    Files.move(model, directory.resolve("old"));
    Files.move(model("other", 2), model, StandardCopyOption.ATOMIC_MOVE);

    String message = refusal(ModelSource.directory(model));
    assertEquals(
        2,
        message.lines().filter(line -> line.startsWith("weights: ")).distinct().count(),
        message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "epoch=1\n", "epoch=\\u00zz\n", "\u0000", "epoch=7"})
  void damagedState_isNamedWithARemedy(String text) throws Exception {
    Path state = file("state.properties");
    String whole = Files.readString(state);
    Files.writeString(
        state, text.equals("epoch=7") ? whole.replaceAll("(?m)^epoch=.*$", text) : text);
    assertDamaged(state);
  }

  @Test
  void stateThatIsNotText_isNamedWithARemedy() throws Exception {
    Path state = file("state.properties");
    Files.write(state, "epoch=\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertDamaged(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights.index", "weights.data-00000-of-00001"})
  void damagedWeights_areNamedWithARemedy(String name) throws Exception {
    Path weights = file(name);
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    assertDamaged(weights);
    Files.write(weights, new byte[3]);
    assertDamaged(weights);
  }

  private void assertDamaged(Path file) {
    IOException e =
        assertThrows(
            IOException.class, () -> train(ModelSource.directory(directory.resolve("model"))));
    for (String part : List.of(file.getParent().toString(), "cannot resume", "--restart")) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  private Path file(String name) throws IOException {
    try (Stream<Path> all = Files.walk(checkpoints())) {
      return all.filter(path -> path.endsWith(name)).findAny().orElseThrow();
    }
  }
}
