package io.github.inceptionv2.internal.training;

import java.util.List;

/**
 * Feature vectors with their classes; no vector is null.
 *
 * @param training number of vectors for training, which come first; the remaining vectors are for
 *     validation
 * @param classWeights weight of each class in the loss
 * @param seed seed of the folds
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
