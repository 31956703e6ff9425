package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that comes with the library gives meaningful predictions and features. */
class FlowersModelTest {

  private static final Path MODEL = Path.of("models/flowers");

  @TempDir private Path directory;

  @Test
  void drawnSunflower_isRecognized() throws Exception {
    try (InceptionV2 model = InceptionV2.load(MODEL)) {
      List<Prediction> top = model.classify(Fixtures.flower());

      assertEquals("sunflowers", top.get(0).label());
      assertTrue(top.get(0).probability() > 0.5, top.toString());
      assertEquals(5, model.labels().size());
    }
  }

  @Test
  void testFolder_accuracyMatchesTheModelCard() throws Exception {
    ImageFolder flowers = ImageFolder.open(Fixtures.shared("flowers"), 0, 0);
    try (InceptionV2 model = InceptionV2.load(MODEL)) {
      Evaluation evaluation = Evaluation.of(model, flowers.test(), flowers.labels());

      assertEquals(364, evaluation.imageCount());
      assertTrue(evaluation.top1() >= 0.85, evaluation.toString());
      String card = Files.readString(MODEL.resolve("README.md"));
      String measured = String.format(Locale.ROOT, "%.1f %%", 100 * evaluation.top1());
      assertTrue(card.contains(measured + " of 364 test images"), measured);
    }
  }

  /**
   * A user's workflow: new logits are fitted to the model's features, exported, opened, and trained
   * again.
   */
  @Test
  void newClasses_areTrainedOnItsFeatures() throws Exception {
    Path photographs = Fixtures.shared("flowers/train");
    for (String label : List.of("roses", "tulips")) {
      copy(photographs.resolve(label), directory.resolve("train").resolve(label), 60);
      Path held = Fixtures.shared("flowers/test").resolve(label);
      copy(held, directory.resolve("test").resolve(label), 40);
    }
    ImageFolder images = ImageFolder.open(directory, 0, 0);
    Path module = directory.resolve("module");
    TrainingOptions options = TrainingOptions.head();
    train(images, ModelSource.directory(MODEL), options).writeModule(module);
    double accuracy = accuracy(module, images);
    assertTrue(accuracy >= 0.8, "top-1 " + accuracy);

    TrainingOptions gentle =
        TrainingOptions.full().toBuilder()
            .mode(TrainingMode.FULL_WITH_FROZEN_BATCH_NORM)
            .epochs(1)
            .learningRate(LearningRate.constant(1e-4))
            .build();
    Path again = directory.resolve("again");
    train(images, ModelSource.directory(module), gentle).writeModule(again);
    assertEquals(accuracy, accuracy(again, images), 0.1);
  }

  private static FineTunedModel train(
      ImageFolder images, ModelSource source, TrainingOptions options) throws Exception {
    return FineTuner.builder(images).source(source).options(options).build().train();
  }

  private static double accuracy(Path module, ImageFolder images) throws IOException {
    try (InceptionV2 model = InceptionV2.load(module)) {
      return Evaluation.of(model, images.test(), images.labels()).top1();
    }
  }

  private static void copy(Path from, Path to, int count) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.sorted().limit(count).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
