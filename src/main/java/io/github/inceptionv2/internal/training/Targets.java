package io.github.inceptionv2.internal.training;

import java.util.Arrays;

/**
 * What the network should say of a batch.
 *
 * @param labels the class of each example
 * @param weights by what each example's loss is multiplied
 */
public record Targets(int[] labels, float[] weights) {

  /** Distributions over the classes, row by row; {@code smoothing} is spread over all. */
  float[] distributions(int classes, double smoothing) {
    float[] rows = new float[labels.length * classes];
    Arrays.fill(rows, (float) (smoothing / classes));
    for (int i = 0; i < labels.length; i++) {
      rows[i * classes + labels[i]] += (float) (1 - smoothing);
    }
    return rows;
  }
}
