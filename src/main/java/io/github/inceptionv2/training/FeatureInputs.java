package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.Batches;
import io.github.inceptionv2.internal.training.Draw;
import io.github.inceptionv2.internal.training.FeatureBatches;
import java.util.List;

/**
 * Feature vectors of all images, computed once.
 *
 * @param training by example; null where the image cannot be read
 * @param validation likewise
 */
record FeatureInputs(List<float[]> training, List<float[]> validation) implements Inputs {

  /** For batches in order: how many vectors go through the logits at once. */
  private static final int BATCH_SIZE = 256;

  @Override
  public Batches training(List<List<Draw>> draws, int imageSize) {
    return new FeatureBatches(training, draws);
  }

  @Override
  public Batches validation(int imageSize) {
    return new FeatureBatches(validation, Draw.inOrder(validation.size(), BATCH_SIZE));
  }

  @Override
  public void close() {
    // vectors live on the heap
  }
}
