package io.github.inceptionv2.internal.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rounding is within the tolerance of each kind of output; a wrong computation is not. */
class RoundingToleranceTest {

  private static final int CLASSES = 1001;

  /** Confident logits: the greatest probability is near 1, the median near 1e-9. */
  private final float[] logits = logits(1);

  private final float[] right = softmax(logits, 0);

  private static float[] logits(double scale) {
    SplittableRandom random = new SplittableRandom(13);
    float[] logits = new float[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      logits[i] = (float) (scale * (random.nextDouble() - 0.5) * 20);
    }
    logits[7] = (float) (scale * 25);
    return logits;
  }

  /** Returns the softmax of logits that are off by {@code error}, alternately up and down. */
  private static float[] softmax(float[] logits, double error) {
    double[] powers = new double[logits.length];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.exp(logits[i] + (i % 2 == 0 ? error : -error));
    }
    double sum = Arrays.stream(powers).sum();
    float[] probabilities = new float[powers.length];
    for (int i = 0; i < powers.length; i++) {
      probabilities[i] = (float) (powers[i] / sum);
    }
    return probabilities;
  }

  private boolean isWithin(float[] found) {
    RoundingTolerance tolerance = RoundingTolerance.ofProbabilities(logits, CLASSES);
    for (int i = 0; i < CLASSES; i++) {
      if (!(Math.abs((double) found[i] - right[i]) <= tolerance.at(right[i]))) {
        return false;
      }
    }
    return true;
  }

  @Test
  void probabilitiesOfRoundedLogits_areRight() {
    assertTrue(isWithin(softmax(logits, 1e-4)));
    assertTrue(isWithin(softmax(logits, 1e-3)));
  }

  @Test
  void probabilitiesOfOtherLogits_areWrong() {
    assertTrue(!isWithin(softmax(logits, 0.01)));
    assertTrue(!isWithin(softmax(logits(1.01), 0)));
  }

  /** The smallest probability counts as much as the largest. */
  @Test
  void oneWrongProbability_isWrong() {
    for (int i = 0; i < CLASSES; i++) {
      float[] found = right.clone();
      found[i] *= 1.02f;
      assertTrue(!isWithin(found), "index " + i);
    }
  }

  @Test
  void notANumber_isWrong() {
    float[] found = right.clone();
    found[3] = Float.NaN;
    assertTrue(!isWithin(found));
  }

  /** An outlier gets a tolerance of its own size, which does not apply to other numbers. */
  @Test
  void sums_areJudgedByTheUsualSize() {
    float[] sums = new float[CLASSES];
    Arrays.fill(sums, 2);
    sums[0] = 1e30f;
    RoundingTolerance tolerance = RoundingTolerance.ofSums(sums);

    assertTrue(tolerance.at(2) < 1.1e-3 && tolerance.at(0) > 7.9e-4);
    assertTrue(tolerance.at(1e30f) > 1e25);
  }
}
