package io.github.inceptionv2.internal.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeSearchTest {

  /** Enough usual images that a sum of losses, if not cubed, would clamp the rare image. */
  private static final int USUAL = 3000;

  private final Random random = new Random(5);
  private final RangeSearch search = new RangeSearch();

  private float[] uniform(int size, float greatest) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = greatest * random.nextFloat();
    }
    return numbers;
  }

  /** Computes the loss by its definition, not by sums of bins. */
  private static double loss(float[] numbers, double range) {
    double error = 0;
    double energy = 0;
    for (float number : numbers) {
      double clamped = Math.max(0, number - range);
      boolean isRounded = number > 0 && number < range;
      error += clamped * clamped + (isRounded ? range * range / 255 / 255 / 12 : 0);
      energy += (double) number * number;
    }
    return error / energy;
  }

  @Test
  void uniformNumbers_keepTheirWholeRange() {
    search.add(uniform(10_000, 4));
    assertEquals(4, search.best(0));
  }

  @Test
  void bestRange_hasTheLeastCubedLoss() {
    float[] usual = uniform(5_000, 3);
    float[] rare = uniform(5_000, 40);
    for (int i = 0; i < USUAL; i++) {
      search.add(usual);
    }
    search.add(rare);

    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (double range = 1; range < 64; range *= 1.01) {
      double loss = USUAL * Math.pow(loss(usual, range), 3) + Math.pow(loss(rare, range), 3);
      if (loss < least) {
        least = loss;
        best = range;
      }
    }
    assertEquals(best, search.best(0), 0.15 * best, "candidates are a quarter of an octave apart");
  }

  /** A single outlier is clamped so that all other numbers are rounded less. */
  @Test
  void singleOutlier_isClamped() {
    float[] numbers = uniform(100_000, 1);
    numbers[7] = 20;
    search.add(numbers);
    assertTrue(search.best(0) < 20, "range " + search.best(0));
  }

  @Test
  void layerOfZeros_keepsItsRange() {
    search.add(new float[100]);
    assertEquals(12.5f, search.best(12.5f));
  }
}
