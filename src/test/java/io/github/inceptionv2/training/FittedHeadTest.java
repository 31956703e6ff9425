package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.PaintedPhotos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** L-BFGS fits the logits in head-only training, and as the start of full training. */
class FittedHeadTest {

  private static final String KERNEL = "InceptionV2/Logits/Conv2d_1c_1x1/weights";

  @TempDir private Path directory;
  private Path pictures;

  @BeforeEach
  void paint() throws Exception {
    pictures = PaintedPhotos.folder(directory.resolve("pictures"), 8);
  }

  private FineTuner.Builder tuner(TrainingOptions options) throws Exception {
    return FineTuner.builder(ImageFolder.open(pictures, 0, 0))
        .source(ModelSource.untrained())
        .options(options);
  }

  private static TrainingOptions head() {
    return TrainingOptions.head().toBuilder().imageSize(64).build();
  }

  @Test
  void train_headOnly_fitsTheImages() throws Exception {
    List<HeadFit> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onHeadFit(HeadFit fit) {
            told.add(fit);
          }
        };
    FineTunedModel model = tuner(head()).listener(listener).build().train();

    assertEquals(List.of(), model.epochs());
    assertEquals(model.headFit(), Optional.of(told.get(0)));
    assertTrue(told.get(0).isCrossValidated());
    assertTrue(told.get(0).toString().startsWith("L2 "), told.get(0).toString());
    double accuracy = model.evaluate(ImageFolder.open(pictures, 0, 0).training()).top1();
    assertTrue(accuracy >= 0.7, "accuracy on two classes: " + accuracy);
  }

  /** No seed and no order of processing changes a digit. */
  @Test
  void train_again_givesTheSameWeights() throws Exception {
    float[] once = tuner(head()).build().train().values(KERNEL);

    assertArrayEquals(once, tuner(head()).build().train().values(KERNEL));
  }

  @Test
  void optimizer_fromAndToLbfgs_setsEpochs() {
    TrainingOptions steps = TrainingOptions.head().toBuilder().optimizer(Optimizer.adam()).build();

    assertEquals(30, steps.settings().epochs());
    assertEquals(1, steps.toBuilder().optimizer(Optimizer.lbfgs()).build().settings().epochs());
  }

  @Test
  void train_interrupted_throws() throws Exception {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onFeatures(int done, int count) {
            if (done == count) {
              Thread.currentThread().interrupt();
            }
          }
        };
    FineTuner tuner = tuner(head()).listener(listener).build();

    assertThrows(InterruptedException.class, tuner::train);
  }

  @Test
  void train_cancelledDuringTheFit_leavesNothing() throws Exception {
    Path checkpoints = directory.resolve("checkpoints");
    FineTuner[] tuner = new FineTuner[1];
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onFeatures(int done, int count) {
            if (done == count) {
              tuner[0].cancel();
            }
          }
        };
    tuner[0] = tuner(head()).checkpoints(checkpoints).listener(listener).build();

    var e = assertThrows(CancellationException.class, tuner[0]::train);
    assertTrue(e.getMessage().contains("while the logits were fitted"), e.getMessage());
    FineTuner.removeCheckpoints(checkpoints);
    assertFalse(Files.exists(checkpoints));
  }

  /** The logits are fitted before the first step; a learning rate of 0 keeps them so. */
  @Test
  void train_fullFromOtherClasses_beginsWithFittedLogits() throws Exception {
    TrainingOptions nothing =
        TrainingOptions.full().toBuilder()
            .mode(TrainingMode.FULL_WITH_FROZEN_BATCH_NORM)
            .imageSize(64)
            .epochs(1)
            .batchSize(4)
            .learningRate(LearningRate.constant(0))
            .weightDecay(0)
            .build();

    assertArrayEquals(
        tuner(head()).build().train().values(KERNEL),
        tuner(nothing).build().train().values(KERNEL));
  }

  /** Weights start at zero, except for classes that the model already knows. */
  @Test
  void startWeights_newClasses_areZeroExceptForKnownOnes() throws Exception {
    Path module = directory.resolve("module");
    tuner(head()).build().train().writeModule(module);
    Optional<ModelSource> source = Optional.of(ModelSource.directory(module));

    StartWeights same = StartWeights.of(source, List.of("rings", "stripes"), 1);
    StartWeights more = StartWeights.of(source, List.of("dots", "stripes", "rings"), 1);

    assertFalse(same.hasNewLogits());
    assertTrue(more.hasNewLogits());
    float[] old = same.weights().read(KERNEL);
    float[] grown = more.weights().read(KERNEL);
    for (int j = 0; j < 1024; j++) {
      assertEquals(0, grown[3 * j]);
      assertEquals(old[2 * j + 1], grown[3 * j + 1]);
      assertEquals(old[2 * j], grown[3 * j + 2]);
    }
    float[] fresh =
        StartWeights.of(Optional.of(ModelSource.untrained()), List.of("a", "b"), 1)
            .weights()
            .read(KERNEL);
    assertArrayEquals(new float[2048], fresh);
    float[] scratch =
        StartWeights.of(Optional.empty(), List.of("a", "b"), 1).weights().read(KERNEL);
    assertFalse(Arrays.equals(new float[2048], scratch));
  }

  static Stream<Arguments> build_optionForSteps_isNamedAndRefused() {
    return Stream.of(
        of("epochs", options -> options.epochs(2)),
        of("batchSize", options -> options.batchSize(64)),
        of("learningRate", options -> options.learningRate(LearningRate.constant(1))),
        of("weightDecay", options -> options.weightDecay(0.5)),
        of("augmentation", options -> options.augmentation(Augmentation.standard())),
        of("batchNormMomentum", options -> options.batchNormMomentum(0.5)),
        of("labelSmoothing", options -> options.labelSmoothing(0.1)),
        of("dropout", options -> options.dropout(0.1)),
        of("clipNorm", options -> options.clipNorm(1)),
        of("patience", options -> options.patience(1)),
        of("classBalance", options -> options.classBalance(ClassBalance.BALANCED_SAMPLING)),
        of("optimizer L-BFGS", options -> options.mode(TrainingMode.FULL)));
  }

  private static Arguments of(String name, UnaryOperator<TrainingOptions.Builder> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest
  @MethodSource
  void build_optionForSteps_isNamedAndRefused(
      String name, UnaryOperator<TrainingOptions.Builder> change) {
    TrainingOptions.Builder builder = change.apply(TrainingOptions.head().toBuilder());

    var e = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(e.getMessage().startsWith(name), e.getMessage());
  }

  /** One class has four times as many images as the other. */
  @Test
  void classBalance_automatic_weighsUnevenClasses() throws Exception {
    ImageFolder even = ImageFolder.open(pictures, 0, 0);
    for (int i = 2; i < 8; i++) {
      Files.delete(pictures.resolve("rings/rings-" + i + ".png"));
    }
    ImageFolder uneven = ImageFolder.open(pictures, 0, 0);

    assertArrayEquals(
        new float[] {1, 1}, new Examples(even, ClassBalance.AUTOMATIC, Map.of()).classWeights());
    assertArrayEquals(
        new float[] {2.5f, 0.625f},
        new Examples(uneven, ClassBalance.AUTOMATIC, Map.of()).classWeights());
  }

  @Test
  void classWeights_given_multiplyAndAverageToOne() throws Exception {
    ImageFolder images = ImageFolder.open(pictures, 0, 0);
    Map<String, Double> factors = Map.of("rings", 3.0);

    assertArrayEquals(
        new float[] {1.5f, 0.5f},
        new Examples(images, ClassBalance.AUTOMATIC, factors).classWeights());
    String text = head().toBuilder().classWeights(factors).build().toString();
    assertTrue(text.contains("class weights: {rings=3.0}"), text);
  }

  @Test
  void classWeights_extreme_favourTheirClass() throws Exception {
    TrainingOptions.Builder options = head().toBuilder();
    double[] shares = new double[2];
    for (int i = 0; i < 2; i++) {
      options.classWeights(Map.of("rings", i == 0 ? 0.001 : 1000));
      Evaluation evaluation =
          tuner(options.build())
              .build()
              .train()
              .evaluate(ImageFolder.open(pictures, 0, 0).training());
      shares[i] = evaluation.perClass().get(0).predictedCount();
    }
    assertTrue(shares[0] < shares[1], "predicted as rings: " + shares[0] + ", then " + shares[1]);
  }

  @Test
  void classWeights_invalid_areRefused() throws Exception {
    TrainingOptions.Builder options = head().toBuilder();
    assertThrows(IllegalArgumentException.class, () -> options.classWeights(Map.of("rings", 0.0)));
    FineTuner.Builder tuner = tuner(options.classWeights(Map.of("roses", 2.0)).build());
    var e = assertThrows(IllegalArgumentException.class, tuner::build);
    assertEquals(
        "unknown class \"roses\" in class weights; expected one of [rings, stripes]",
        e.getMessage());
  }

  @Test
  void crossValidate_fourFolds_evaluatesEachImageOnce() throws Exception {
    Evaluation result = tuner(head()).build().crossValidate(4);

    assertEquals(16, result.imageCount());
    assertEquals(List.of("rings", "stripes"), result.labels());
    assertTrue(result.top1() >= 0.5, "accuracy on two classes: " + result.top1());
  }

  /** The images are noise, so high accuracy would reveal that held-out images were fitted. */
  @Test
  void crossValidate_meaninglessLabels_areNotLearned() throws Exception {
    Path noise = directory.resolve("noise");
    for (int i = 0; i < 40; i++) {
      Path file = noise.resolve(i % 2 == 0 ? "a" : "b").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      Files.write(file, Golden.png(i, 64, 64));
    }
    Evaluation result =
        FineTuner.builder(ImageFolder.open(noise, 0, 0))
            .source(ModelSource.untrained())
            .options(head())
            .build()
            .crossValidate(5);

    assertTrue(result.top1() < 0.85, "accuracy on noise: " + result.top1());
  }

  @Test
  void crossValidate_otherOptimizerOrInvalidFolds_isRefused() throws Exception {
    FineTuner steps = tuner(head().toBuilder().optimizer(Optimizer.adam()).build()).build();
    assertThrows(IllegalStateException.class, () -> steps.crossValidate(3));
    FineTuner fit = tuner(head()).build();
    assertThrows(IllegalArgumentException.class, () -> fit.crossValidate(1));
    assertThrows(IllegalArgumentException.class, () -> fit.crossValidate(21));
  }

  @Test
  void writeModule_fittedHead_opensWithItsLabels() throws Exception {
    Path module = directory.resolve("module");
    FineTunedModel trained = tuner(head()).build().train();
    trained.writeModule(module);

    try (InceptionV2 model = InceptionV2.load(module)) {
      assertEquals(
          "stripes", model.classify(pictures.resolve("stripes/stripes-1.png")).get(0).label());
    }
    assertTrue(trained.toString().startsWith("FineTunedModel[2 classes [rings, stripes], 64x64"));
  }
}
