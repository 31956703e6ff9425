package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.runtime.SessionConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadFitterTest {

  private static final int FEATURES = 1024;
  private static final int CLASSES = 3;

  /** Returns noise in which ten features of each class are a little greater. */
  private static LabeledVectors examples(int fitted, int heldOut, double scale) {
    SplittableRandom random = new SplittableRandom(5);
    List<float[]> vectors = new ArrayList<>();
    int[] labels = new int[fitted + heldOut];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % CLASSES;
      float[] vector = new float[FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        boolean isOwn = j / 10 == labels[i];
        vector[j] = (float) (scale * (random.nextDouble() + (isOwn ? 0.4 : 0)));
      }
      vectors.add(vector);
    }
    return new LabeledVectors(vectors, labels, fitted, new float[] {1, 1, 1}, 1);
  }

  private static HeadFitter.Fit fit(LabeledVectors examples) throws Exception {
    try (HeadFitter fitter = new HeadFitter(examples, SessionConfig.DEFAULT, () -> {})) {
      return fitter.fit();
    }
  }

  private static double accuracy(HeadFitter.Fit fit, LabeledVectors examples) {
    int right = 0;
    for (int i = 0; i < examples.vectors().size(); i++) {
      double[] logits = new double[CLASSES];
      for (int k = 0; k < CLASSES; k++) {
        logits[k] = fit.biases()[k];
        for (int j = 0; j < FEATURES; j++) {
          logits[k] += examples.vectors().get(i)[j] * fit.kernel()[j * CLASSES + k];
        }
      }
      int label = examples.labels()[i];
      right += logits[label] >= Math.max(logits[(label + 1) % 3], logits[(label + 2) % 3]) ? 1 : 0;
    }
    return right / (double) examples.vectors().size();
  }

  /** The vectors of one model may have a length of 3, and of another 75. */
  @ParameterizedTest
  @ValueSource(doubles = {0.02, 1, 50})
  void fit_anyScale_choosesTheSameL2(double scale) throws Exception {
    LabeledVectors examples = examples(150, 60, scale);
    HeadFitter.Fit fit = fit(examples);
    HeadFitter.Fit plain = fit(examples(150, 60, 1));

    assertEquals(plain.l2(), fit.l2());
    assertTrue(fit.trials().size() >= 7, fit.trials().toString());
    assertFalse(fit.isCrossValidated());
    assertTrue(accuracy(fit, examples) > 0.9, "accuracy " + accuracy(fit, examples));
  }

  /**
   * The classes are so far apart that all held-out losses are close to zero. 25 examples cannot
   * tell a loss of 0.02 from zero.
   */
  @Test
  void fit_noHeldOutErrors_choosesTheGreatestL2WithATolerableLoss() throws Exception {
    List<float[]> vectors = new ArrayList<>();
    int[] labels = new int[25];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 5;
      float[] vector = new float[FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        vector[j] = (float) (random.nextDouble() + (j / 10 == labels[i] ? 20 : 0));
      }
      vectors.add(vector);
    }
    LabeledVectors examples =
        new LabeledVectors(vectors, labels, 25, new float[] {1, 1, 1, 1, 1}, 1);

    HeadFitter.Fit fit = fit(examples);

    double least = fit.trials().stream().mapToDouble(L2Search.Trial::loss).min().orElseThrow();
    double expected =
        fit.trials().stream()
            .filter(trial -> trial.loss() <= least + 0.02)
            .mapToDouble(L2Search.Trial::l2)
            .max()
            .orElseThrow();
    assertEquals(expected, fit.l2(), fit.trials().toString());
    double best =
        fit.trials().stream()
            .min(Comparator.comparingDouble(L2Search.Trial::loss))
            .orElseThrow()
            .l2();
    assertTrue(fit.l2() >= 10 * best, best + " of " + fit.trials());
  }

  /** The vectors are noise, which only copies on the other side of a fold could predict. */
  @Test
  void fit_copiesOfExamples_stayInOneFold() throws Exception {
    LabeledVectors once = examples(30, 0, 1);
    List<float[]> vectors = new ArrayList<>();
    int[] labels = new int[60];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 30; i++) {
      float[] noise = new float[FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        noise[j] = (float) random.nextDouble();
      }
      vectors.add(noise);
      labels[i] = once.labels()[i];
    }
    vectors.addAll(vectors.stream().map(float[]::clone).toList());
    System.arraycopy(labels, 0, labels, 30, 30);
    HeadFitter.Fit fit = fit(new LabeledVectors(vectors, labels, 60, new float[] {1, 1, 1}, 1));

    assertTrue(fit.isCrossValidated());
    double best = fit.trials().stream().mapToDouble(L2Search.Trial::accuracy).max().orElseThrow();
    assertTrue(best < 0.7, "accuracy on noise " + best);
  }

  @Test
  void fit_chosenL2_isAtLeastThatOfTheBestTrial() throws Exception {
    HeadFitter.Fit fit = fit(examples(150, 60, 1));
    L2Search.Trial best =
        fit.trials().stream().min(Comparator.comparingDouble(L2Search.Trial::loss)).get();
    L2Search.Trial chosen =
        fit.trials().stream().filter(trial -> trial.l2() == fit.l2()).findFirst().get();

    assertTrue(chosen.l2() >= best.l2());
    assertTrue(chosen.loss() < 1.2 * best.loss(), chosen + " and " + best);
    assertTrue(best.loss() < Math.log(3), "better than a guess: " + best);
  }

  /**
   * A class's only image cannot be evaluated: without it in the fit, the loss has no minimum in the
   * class's bias.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 60})
  void fit_classOfOneExample_doesNotSpoilTheOthers(int validation) throws Exception {
    LabeledVectors even = examples(60, validation, 1);
    int[] labels = even.labels().clone();
    labels[0] = 3;
    LabeledVectors single =
        new LabeledVectors(even.vectors(), labels, even.training(), new float[] {1, 1, 1, 20}, 1);
    HeadFitter.Fit fit = fit(single);

    assertTrue(fit.l2() <= 0.1, fit.trials().toString());
    assertTrue(fit.trials().stream().allMatch(trial -> trial.loss() < 2), fit.trials().toString());
  }

  /** One class has images for validation only. */
  @Test
  void fit_classWithoutFittedExamples_isNotEvaluated() throws Exception {
    LabeledVectors even = examples(60, 90, 1);
    int[] labels = even.labels().clone();
    Arrays.fill(labels, 60, 80, 3);
    HeadFitter.Fit fit =
        fit(
            new LabeledVectors(
                even.vectors(), labels, even.training(), new float[] {1, 1, 1, 1}, 1));

    assertTrue(fit.l2() <= 0.1, fit.trials().toString());
  }

  /** All seven vectors are equal: the rounding error of their mean must not act as a feature. */
  @Test
  void fit_constantFeatures_keepsWeightsSmall() throws Exception {
    List<float[]> vectors = new ArrayList<>();
    float[] same = examples(1, 0, 1).vectors().get(0);
    for (int i = 0; i < 7; i++) {
      vectors.add(same.clone());
    }
    HeadFitter.Fit fit =
        fit(new LabeledVectors(vectors, new int[] {0, 1, 0, 1, 0, 1, 0}, 7, new float[] {1, 1}, 1));

    for (float weight : fit.kernel()) {
      assertTrue(Math.abs(weight) < 1, "weight " + weight);
    }
    assertTrue(fit.biases()[0] > fit.biases()[1]);
  }

  @Test
  void fit_interrupted_endsAtOnce() {
    Thread.currentThread().interrupt();
    try (HeadFitter fitter =
        new HeadFitter(
            examples(60, 0, 1),
            SessionConfig.DEFAULT,
            () -> {
              if (Thread.interrupted()) {
                throw new InterruptedException("enough");
              }
            })) {
      assertThrows(InterruptedException.class, fitter::fit);
    }
  }

  @Test
  void fit_nothingHeldOut_crossValidates() throws Exception {
    HeadFitter.Fit fit = fit(examples(60, 0, 1));

    assertTrue(fit.isCrossValidated());
    assertTrue(fit.trials().stream().allMatch(trial -> trial.accuracy() <= 1));
    assertTrue(fit.temperature() > 0.2 && fit.temperature() < 5, "" + fit.temperature());
    assertEquals(1, fit(examples(45, 0, 1)).temperature());
  }

  /** Every class has one example, so no class can be both fitted and evaluated. */
  @Test
  void fit_oneExamplePerClass_hasNoTemperature() throws Exception {
    LabeledVectors some = examples(60, 0, 1);
    int[] labels = IntStream.range(0, 60).toArray();
    float[] weights = new float[60];
    Arrays.fill(weights, 1);
    HeadFitter.Fit fit = fit(new LabeledVectors(some.vectors(), labels, 60, weights, 1));

    assertEquals(1, fit.temperature());
  }

  /** A fifth of the labels is wrong, so a fit that is sure of all labels must become less sure. */
  @Test
  void fit_wrongLabels_temperatureFollowsHeldOutExamples() throws Exception {
    LabeledVectors right = examples(150, 0, 1);
    int[] labels = right.labels().clone();
    for (int i = 0; i < labels.length; i += 5) {
      labels[i] = (labels[i] + 1) % CLASSES;
    }
    HeadFitter.Fit fit =
        fit(new LabeledVectors(right.vectors(), labels, 150, new float[] {1, 1, 1}, 1));
    LabeledVectors others = examples(600, 0, 1);

    double confidence = 0;
    for (float[] vector : others.vectors().subList(300, 600)) {
      confidence += confidence(fit, vector) / 300;
    }
    assertEquals(0.8, confidence, 0.15);
  }

  private static double confidence(HeadFitter.Fit fit, float[] vector) {
    double[] logits = new double[CLASSES];
    for (int k = 0; k < CLASSES; k++) {
      logits[k] = fit.biases()[k];
      for (int j = 0; j < FEATURES; j++) {
        logits[k] += vector[j] * fit.kernel()[j * CLASSES + k];
      }
    }
    double most = Arrays.stream(logits).max().orElseThrow();
    return 1 / Arrays.stream(logits).map(logit -> Math.exp(logit - most)).sum();
  }

  @Test
  void fit_again_givesTheSameKernel() throws Exception {
    HeadFitter.Fit once = fit(examples(60, 0, 1));

    assertArrayEquals(once.kernel(), fit(examples(60, 0, 1)).kernel());
  }

  /** One image per class, one image in total, and classes without images. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void fit_veryFewExamples_isFinite(int count) throws Exception {
    HeadFitter.Fit fit = fit(examples(count, 0, 1));

    for (float weight : fit.kernel()) {
      assertTrue(Float.isFinite(weight));
    }
    for (float bias : fit.biases()) {
      assertTrue(Float.isFinite(bias));
    }
  }

  @Test
  void fit_weightOfAClass_movesItsBias() throws Exception {
    LabeledVectors even = examples(150, 300, 1);
    LabeledVectors uneven =
        new LabeledVectors(
            even.vectors(), even.labels(), even.training(), new float[] {9, 1, 1}, 1);

    LabeledVectors held = heldOut(even);
    assertTrue(
        ofFirst(fit(uneven), held) > ofFirst(fit(even), held),
        ofFirst(fit(uneven), held) + " and " + ofFirst(fit(even), held));
  }

  private static LabeledVectors heldOut(LabeledVectors examples) {
    int fitted = examples.training();
    int all = examples.vectors().size();
    return new LabeledVectors(
        examples.vectors().subList(fitted, all),
        Arrays.copyOfRange(examples.labels(), fitted, all),
        all - fitted,
        examples.classWeights(),
        1);
  }

  /** Returns the number of examples that are predicted as the first class. */
  private static int ofFirst(HeadFitter.Fit fit, LabeledVectors examples) {
    int count = 0;
    for (float[] vector : examples.vectors()) {
      double[] logits = new double[CLASSES];
      for (int k = 0; k < CLASSES; k++) {
        logits[k] = fit.biases()[k];
        for (int j = 0; j < FEATURES; j++) {
          logits[k] += vector[j] * fit.kernel()[j * CLASSES + k];
        }
      }
      count += logits[0] > Math.max(logits[1], logits[2]) ? 1 : 0;
    }
    return count;
  }

  @Test
  void fit_cancelled_endsAtOnce() {
    int[] evaluations = new int[1];
    try (HeadFitter fitter =
        new HeadFitter(
            examples(60, 0, 1),
            SessionConfig.DEFAULT,
            () -> {
              if (++evaluations[0] == 5) {
                throw new CancellationException("enough");
              }
            })) {
      assertThrows(CancellationException.class, fitter::fit);
    }
    assertEquals(5, evaluations[0]);
  }
}
