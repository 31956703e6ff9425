package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.PaintedPhotos;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training run deletes only its own files and does not share its checkpoint directory. */
class CheckpointDirectoryTest {

  @TempDir private Path directory;
  private ImageFolder pictures;

  @BeforeEach
  void paint() throws IOException {
    pictures = ImageFolder.open(PaintedPhotos.folder(directory.resolve("pictures"), 4), 0, 0);
  }

  private Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  @Test
  void directoryOfAnotherFramework_isRefusedBeforeAnythingIsRead() throws Exception {
    Path foreign = Files.createDirectories(checkpoints().resolve("step-100"));
    Files.writeString(foreign.resolve("model.pt"), "mine");
    Files.writeString(checkpoints().resolve("step-200"), "mine");
    // The model does not exist, so anything that starts fails with a different exception.
    FineTuner tuner =
        tuner(new TrainingListener() {}, ModelSource.directory(directory.resolve("none")));

    for (int i = 0; i < 2; i++) {
      FileSystemException e = assertThrows(FileSystemException.class, tuner::train);
      assertTrue(e.getMessage().startsWith(checkpoints() + ": contains \"step-100\""), "" + e);
      assertTrue(e.getMessage().contains("choose a new or empty directory"), e.getMessage());
    }
    assertThrows(FileSystemException.class, () -> FineTuner.checkCheckpoints(checkpoints()));
    assertThrows(FileSystemException.class, () -> FineTuner.removeCheckpoints(checkpoints()));
    assertEquals(Set.of("step-100/model.pt", "step-200"), Fixtures.files(checkpoints()));
  }

  @Test
  void trainedTwiceAndRemoved_keepsForeignFiles() throws Exception {
    FineTuner.checkCheckpoints(checkpoints());
    tuner(new TrainingListener() {}, ModelSource.untrained()).train();
    Files.createDirectories(checkpoints().resolve("step-5"));
    Files.writeString(checkpoints().resolve("step-5/model.pt"), "mine");
    Files.writeString(checkpoints().resolve("step-7"), "mine");
    tuner(new TrainingListener() {}, ModelSource.untrained()).train();
    FineTuner.checkCheckpoints(checkpoints());
    FineTuner.removeCheckpoints(checkpoints());

    assertEquals(Set.of("step-5/model.pt", "step-7"), Fixtures.files(checkpoints()));
  }

  @Test
  void secondTraining_whileOneRuns_isRefused() throws Exception {
    AtomicReference<Exception> second = new AtomicReference<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(StepReport report) {
            second.set(
                assertThrows(
                    FileSystemException.class,
                    () -> tuner(new TrainingListener() {}, ModelSource.untrained()).train()));
          }
        };
    tuner(listener, ModelSource.untrained()).train();

    String message = second.get().getMessage();
    assertTrue(message.startsWith(checkpoints() + ": is in use by another training"), message);
    tuner(new TrainingListener() {}, ModelSource.untrained()).train();
  }

  @Test
  void evaluate_matchesTheWrittenModule_andLeavesNoFiles() throws Exception {
    FineTunedModel model = tuner(new TrainingListener() {}, ModelSource.untrained()).train();
    Set<String> before = Fixtures.files(checkpoints());
    Evaluation evaluation = model.evaluate(pictures.training());

    assertEquals(before, Fixtures.files(checkpoints()));
    model.writeModule(directory.resolve("module"));
    try (InceptionV2 written = InceptionV2.load(directory.resolve("module"))) {
      Evaluation expected = Evaluation.of(written, pictures.training(), pictures.labels());
      assertEquals(expected.toJson(), evaluation.toJson());
    }
    FineTuner.removeCheckpoints(checkpoints());
    assertFalse(Files.exists(checkpoints()));
    assertEquals(evaluation.toJson(), model.evaluate(pictures.training()).toJson());
  }

  @Test
  void evaluate_withoutCheckpoints_works() throws Exception {
    FineTunedModel model =
        FineTuner.builder(pictures)
            .source(ModelSource.untrained())
            .options(options())
            .build()
            .train();

    assertEquals(8, model.evaluate(pictures.training()).imageCount());
    assertFalse(Files.exists(checkpoints()));
  }

  private FineTuner tuner(TrainingListener listener, ModelSource source) {
    return FineTuner.builder(pictures)
        .source(source)
        .options(options())
        .checkpoints(checkpoints())
        .listener(listener)
        .build();
  }

  private static TrainingOptions options() {
    return TrainingOptions.head().toBuilder()
        .optimizer(Optimizer.nesterov(0.9))
        .imageSize(64)
        .epochs(1)
        .build();
  }
}
