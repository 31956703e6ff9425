package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.testing.PaintedPhotos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Training turns a folder of small pictures into a module, and resumes exactly where it stopped.
 */
class FineTunerTest {

  private static final String HEAD = "InceptionV2/Logits/";

  @TempDir private Path directory;
  private ImageFolder pictures;

  @BeforeEach
  void paint() throws IOException {
    pictures = ImageFolder.open(PaintedPhotos.folder(directory.resolve("pictures"), 10), 0, 0);
  }

  @ParameterizedTest
  @EnumSource(TrainingMode.class)
  void twentyPictures_areMemorized(TrainingMode mode) throws Exception {
    boolean isHead = mode == TrainingMode.HEAD;
    FineTunedModel model =
        FineTuner.builder(pictures)
            .source(ModelSource.untrained())
            .options(
                options(mode, isHead ? 60 : 40)
                    .batchSize(10)
                    .learningRate(LearningRate.cosine(isHead ? 0.1 : 0.02).withWarmUp(2))
                    .build())
            .build()
            .train();
    model.writeModule(directory.resolve("module"));

    try (InceptionV2 trained = InceptionV2.load(directory.resolve("module"))) {
      Evaluation result = Evaluation.of(trained, pictures.training(), pictures.labels());
      assertEquals(20, result.imageCount());
      assertEquals(1.0, result.top1());
    }
  }

  @Test
  void sameSeed_givesTheSameLosses() throws Exception {
    TrainingOptions.Builder options = options(TrainingMode.FULL, 2);
    options.augmentation(Augmentation.standard()).dropout(0.2);
    List<Double> first = losses(options.seed(5).build());

    assertEquals(first, losses(options.seed(5).build()));
    assertNotEquals(first, losses(options.seed(6).build()));
  }

  /**
   * An epoch has four steps. Runs are killed in the first epoch, after the last and the first step
   * of an epoch, and in the last epoch.
   */
  @ParameterizedTest
  @CsvSource({
    "HEAD, 1, 1/2",
    "HEAD, 8, 3/1",
    "FULL, 1, 1/2",
    "FULL, 4, 2/1",
    "FULL, 10, 3/3",
    "FULL_WITH_FROZEN_BATCH_NORM, 5, 2/2"
  })
  void killed_resumesToTheSameWeights(TrainingMode mode, int steps, String next) throws Exception {
    TrainingOptions options =
        options(mode, 3)
            .augmentation(Augmentation.standard())
            .dropout(0.2)
            .checkpointInterval(Duration.ZERO)
            .build();
    FineTunedModel unbroken = tuner(options).build().train();
    Path checkpoints = directory.resolve("checkpoints");
    Watcher killer = new Watcher(steps + 1);
    assertThrows(
        Killed.class,
        () -> tuner(options).checkpoints(checkpoints).listener(killer).build().train());
    Watcher watcher = new Watcher(-1);

    FineTunedModel resumed =
        tuner(options).checkpoints(checkpoints).listener(watcher).build().train();

    assertEquals(List.of(next), watcher.resumedAt);
    assertSameWeights(unbroken, resumed, "killed after step " + steps);
    assertEquals(losses(unbroken), losses(resumed));
  }

  @Test
  void cancelled_keepsTheLastStep() throws Exception {
    TrainingOptions options = options(TrainingMode.FULL, 2).build();
    FineTunedModel unbroken = tuner(options).build().train();
    Path checkpoints = directory.resolve("checkpoints");
    List<FineTuner> cancelled = new ArrayList<>();
    TrainingListener canceller =
        new TrainingListener() {
          @Override
          public void onStep(StepReport report) {
            if (report.epoch() == 2 && report.step() == 3) {
              cancelled.get(0).cancel();
            }
          }
        };
    cancelled.add(tuner(options).checkpoints(checkpoints).listener(canceller).build());
    CancellationException e =
        assertThrows(CancellationException.class, () -> cancelled.get(0).train());
    assertEquals("training was cancelled after step 3 of epoch 2", e.getMessage());
    Watcher watcher = new Watcher(-1);

    FineTunedModel resumed =
        tuner(options).checkpoints(checkpoints).listener(watcher).build().train();

    assertEquals(List.of("2/4"), watcher.resumedAt);
    assertSameWeights(unbroken, resumed, "cancelled");
  }

  @Test
  void checkpoint_withOtherOptions_isRefused() throws Exception {
    Path checkpoints = directory.resolve("checkpoints");
    tuner(options(TrainingMode.FULL, 1).build()).checkpoints(checkpoints).build().train();
    FineTuner other =
        tuner(options(TrainingMode.FULL, 1).weightDecay(0.5).build())
            .checkpoints(checkpoints)
            .build();

    String message = assertThrows(IllegalArgumentException.class, other::train).getMessage();
    assertTrue(message.contains("weight decay: 0.5"), message);
  }

  @Test
  void headOnly_changesOnlyTheHead() throws Exception {
    FineTunedModel model = tuner(options(TrainingMode.HEAD, 2).build()).build().train();
    Map<String, float[]> before = start();

    for (String name : model.variables()) {
      boolean isSame = Arrays.equals(before.get(name), model.values(name));
      assertEquals(!name.startsWith(HEAD), isSame, name);
    }
  }

  @Test
  void frozenBatchNorm_keepsMovingAverages() throws Exception {
    TrainingMode mode = TrainingMode.FULL_WITH_FROZEN_BATCH_NORM;
    FineTunedModel model = tuner(options(mode, 2).build()).build().train();
    Map<String, float[]> before = start();

    for (String name : model.variables()) {
      boolean isSame = Arrays.equals(before.get(name), model.values(name));
      assertEquals(name.contains("/moving_"), isSame, name);
    }
  }

  @Test
  void featureCache_givesTheSameWeights() throws Exception {
    TrainingOptions options = options(TrainingMode.HEAD, 3).build();
    Path cache = directory.resolve("features");
    FineTunedModel none = tuner(options).build().train();
    FineTunedModel first = tuner(options).featureCache(cache).build().train();
    FineTunedModel second = tuner(options).featureCache(cache).build().train();

    assertSameWeights(none, first, "computed");
    assertSameWeights(none, second, "cached");
  }

  @Test
  void diverging_namesTheStep() {
    TrainingOptions options =
        options(TrainingMode.FULL, 5).learningRate(LearningRate.constant(100)).clipNorm(0).build();

    TrainingDivergedException e =
        assertThrows(TrainingDivergedException.class, () -> tuner(options).build().train());
    String step = "at step " + e.step() + " of epoch " + e.epoch();
    assertTrue(e.getMessage().contains(step), e.getMessage());
  }

  @Test
  void unreadablePicture_isReportedAndLeftOut() throws Exception {
    Path broken = directory.resolve("pictures/rings/rings-3.png");
    byte[] bytes = Files.readAllBytes(broken);
    Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));
    pictures = ImageFolder.open(directory.resolve("pictures"), 0, 0);
    List<Path> reported = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onUnreadable(Path file, String reason) {
            reported.add(file);
          }
        };
    tuner(options(TrainingMode.FULL, 2).build()).listener(listener).build().train();

    assertEquals(List.of(broken), reported);
  }

  /** The learning rate is so high that an early epoch is the best. */
  @Test
  void patience_stopsEarlyAndKeepsTheBestEpoch() throws Exception {
    pictures = ImageFolder.open(directory.resolve("pictures"), 0.4, 0);
    TrainingOptions options =
        options(TrainingMode.HEAD, 60)
            .learningRate(LearningRate.constant(0.5))
            .weightDecay(0)
            .patience(4)
            .build();
    FineTunedModel model = tuner(options).build().train();
    List<Double> accuracies =
        model.epochs().stream().map(epoch -> epoch.validationAccuracy().getAsDouble()).toList();
    double best = Collections.max(accuracies);

    assertEquals(accuracies.indexOf(best) + 1 + 4, accuracies.size(), accuracies.toString());
    model.writeModule(directory.resolve("module"));
    try (InceptionV2 trained = InceptionV2.load(directory.resolve("module"))) {
      Evaluation result = Evaluation.of(trained, pictures.validation(), pictures.labels());
      assertEquals(best, result.top1(), 1e-9);
    }
  }

  private FineTuner.Builder tuner(TrainingOptions options) {
    return FineTuner.builder(pictures).source(ModelSource.untrained()).options(options);
  }

  /** Returns options for four batches of 64x64-pixel images per epoch, without distortions. */
  private static TrainingOptions.Builder options(TrainingMode mode, int epochs) {
    return TrainingOptions.full().toBuilder()
        .mode(mode)
        .imageSize(64)
        .epochs(epochs)
        .batchSize(5)
        .augmentation(Augmentation.none())
        .labelSmoothing(0)
        .dropout(0)
        .batchNormMomentum(0.9);
  }

  private List<Double> losses(TrainingOptions options) throws Exception {
    return losses(tuner(options).build().train());
  }

  private static List<Double> losses(FineTunedModel model) {
    return model.epochs().stream().map(EpochReport::loss).toList();
  }

  /** Returns the weights that training on these pictures starts from, except for the head. */
  private Map<String, float[]> start() throws Exception {
    TrainingOptions nothing =
        options(TrainingMode.HEAD, 1).learningRate(LearningRate.constant(0)).build();
    FineTunedModel model = tuner(nothing).build().train();
    Map<String, float[]> values = new HashMap<>();
    model.variables().forEach(name -> values.put(name, model.values(name)));
    return values;
  }

  private static void assertSameWeights(
      FineTunedModel expected, FineTunedModel actual, String why) {
    for (String name : expected.variables()) {
      assertTrue(Arrays.equals(expected.values(name), actual.values(name)), name + ", " + why);
    }
  }

  /** Kills a training run at a step, and records where runs resume. */
  private static final class Watcher implements TrainingListener {
    private final int lastStep;
    private final List<String> resumedAt = new ArrayList<>();
    private int count;

    Watcher(int lastStep) {
      this.lastStep = lastStep;
    }

    @Override
    public void onStep(StepReport report) {
      if (++count == lastStep) {
        throw new Killed();
      }
    }

    @Override
    public void onResume(int epoch, int step) {
      resumedAt.add(epoch + "/" + step);
    }
  }

  /** Simulates the end of the process: nothing is saved after it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }
}
