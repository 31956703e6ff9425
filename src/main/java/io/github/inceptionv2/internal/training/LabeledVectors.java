package io.github.inceptionv2.internal.training;

import java.util.List;

/**
 * Feature vectors with their classes, of which none is null.
 *
 * @param training how many of the first ones are for training; the others are for validation
 * @param classWeights by which each class counts in the loss
 * @param seed of the folds
 */
public record LabeledVectors(
    List<float[]> vectors, int[] labels, int training, float[] classWeights, long seed) {

  int classes() {
    return classWeights.length;
  }

  double weight(int example) {
    return classWeights[labels[example]];
  }
}
