package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureTest {

  private static final int COUNT = 4000;
  private static final int CLASSES = 3;

  /**
   * Fits random logits, multiplied by {@code factor}, to labels drawn with the probabilities of the
   * original logits.
   */
  private static double fit(double factor) {
    SplittableRandom random = new SplittableRandom(3);
    float[] logits = new float[COUNT * CLASSES];
    int[] labels = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      double[] weights = new double[CLASSES];
      double sum = 0;
      for (int k = 0; k < CLASSES; k++) {
        double logit = 4 * random.nextDouble() - 2;
        weights[k] = Math.exp(logit);
        sum += weights[k];
        logits[i * CLASSES + k] = (float) (factor * logit);
      }
      double drawn = random.nextDouble() * sum;
      while (drawn > weights[labels[i]]) {
        drawn -= weights[labels[i]++];
      }
    }
    return Temperature.of(logits, labels);
  }

  /**
   * Logits that are too great by a factor need that temperature, as accurately as 4,000 draws can
   * tell.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 1, 3})
  void of_multipliedLogits_isTheFactor(double factor) {
    assertEquals(factor, fit(factor), 0.06 * factor);
  }

  /** Being right 100 times justifies a probability of 101/102, and not more. */
  @Test
  void of_alwaysRight_isOnlyAsSureAsTheCountAllows() {
    float[] logits = new float[200];
    for (int i = 0; i < 100; i++) {
      logits[2 * i] = 1;
    }
    double probability = 1 / (1 + Math.exp(-1 / Temperature.of(logits, new int[100])));

    assertEquals(101 / 102.0, probability, 1e-4);
  }

  @Test
  void of_fewExamples_isOne() {
    assertEquals(1, Temperature.of(new float[98], new int[49]));
    assertTrue(Temperature.of(new float[100], new int[50]) > 0);
  }
}
