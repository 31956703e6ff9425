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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadFitterTest {

  private static final int FEATURES = 1024;
  private static final int CLASSES = 3;

  /** Noise, in which the first features of each class are a little greater. */
  private static HeadFitter.Examples examples(int fitted, int heldOut, double scale) {
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
    return new HeadFitter.Examples(vectors, labels, fitted, new float[] {1, 1, 1}, 1);
  }

  private static HeadFitter.Fit fit(HeadFitter.Examples examples) {
    try (HeadFitter fitter = new HeadFitter(examples, SessionConfig.DEFAULT, () -> {})) {
      return fitter.fit();
    }
  }

  private static double accuracy(HeadFitter.Fit fit, HeadFitter.Examples examples) {
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

  /** Whatever the features' scale, as of models whose vectors are 3 or 75 long. */
  @ParameterizedTest
  @ValueSource(doubles = {0.02, 1, 50})
  void fit_anyScale_choosesTheSameL2(double scale) {
    HeadFitter.Examples examples = examples(150, 60, scale);
    HeadFitter.Fit fit = fit(examples);
    HeadFitter.Fit plain = fit(examples(150, 60, 1));

    assertEquals(plain.l2(), fit.l2());
    assertEquals(10, fit.trials().size());
    assertFalse(fit.isCrossValidated());
    assertTrue(accuracy(fit, examples) > 0.9, "accuracy " + accuracy(fit, examples));
  }

  @Test
  void fit_choice_isTheStrongestWithinAStandardError() {
    HeadFitter.Fit fit = fit(examples(150, 60, 1));
    HeadFitter.Trial best =
        fit.trials().stream().min(Comparator.comparingDouble(HeadFitter.Trial::loss)).get();

    for (HeadFitter.Trial trial : fit.trials()) {
      boolean isGood = trial.loss() <= best.loss() + best.standardError();
      assertTrue(!isGood || trial.l2() <= fit.l2(), trial.toString());
    }
    assertTrue(best.loss() < Math.log(3), "better than a guess: " + best);
    assertTrue(best.standardError() > 0 && best.standardError() < best.loss());
  }

  @Test
  void fit_fewHeldOut_crossValidatesTheOthers() {
    HeadFitter.Fit fit = fit(examples(60, 49, 1));

    assertTrue(fit.isCrossValidated());
    assertTrue(fit.trials().stream().allMatch(trial -> trial.accuracy() <= 1));
  }

  @Test
  void fit_again_isTheSame() {
    HeadFitter.Fit once = fit(examples(60, 0, 1));

    assertArrayEquals(once.kernel(), fit(examples(60, 0, 1)).kernel());
  }

  /** One image a class, one image in all, and classes without any. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void fit_hardlyAnyExamples_isFinite(int count) {
    HeadFitter.Fit fit = fit(examples(count, 0, 1));

    for (float weight : fit.kernel()) {
      assertTrue(Float.isFinite(weight));
    }
    for (float bias : fit.biases()) {
      assertTrue(Float.isFinite(bias));
    }
  }

  @Test
  void fit_weightOfAClass_movesItsBias() {
    HeadFitter.Examples even = examples(150, 300, 1);
    HeadFitter.Examples uneven =
        new HeadFitter.Examples(
            even.vectors(), even.labels(), even.fitted(), new float[] {9, 1, 1}, 1);

    HeadFitter.Examples held = heldOut(even);
    assertTrue(
        ofFirst(fit(uneven), held) > ofFirst(fit(even), held),
        ofFirst(fit(uneven), held) + " and " + ofFirst(fit(even), held));
  }

  private static HeadFitter.Examples heldOut(HeadFitter.Examples examples) {
    int fitted = examples.fitted();
    int all = examples.vectors().size();
    return new HeadFitter.Examples(
        examples.vectors().subList(fitted, all),
        Arrays.copyOfRange(examples.labels(), fitted, all),
        all - fitted,
        examples.classWeights(),
        1);
  }

  /** Returns how many examples are taken for the first class. */
  private static int ofFirst(HeadFitter.Fit fit, HeadFitter.Examples examples) {
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
