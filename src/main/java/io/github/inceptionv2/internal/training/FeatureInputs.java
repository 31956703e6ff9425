package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Feature vectors of all images, computed once.
 *
 * @param training vectors of the training examples; null if the image cannot be read
 * @param validation vectors of the validation examples; null if the image cannot be read
 */
public record FeatureInputs(List<float[]> training, List<float[]> validation) implements Inputs {

  /** The number of vectors in a validation batch. */
  private static final int BATCH_SIZE = 256;

  @Override
  public Batches training(List<List<DrawnExample>> draws, int imageSize) {
    return new FeatureBatches(training, draws);
  }

  @Override
  public Batches validation(int imageSize) {
    return new FeatureBatches(validation, DrawnExample.inOrder(validation.size(), BATCH_SIZE));
  }

  @Override
  public void close() {
    // vectors are on the heap
  }

  private static final class FeatureBatches implements Batches {

    private final List<float[]> features;
    private final Iterator<List<DrawnExample>> draws;

    FeatureBatches(List<float[]> features, List<List<DrawnExample>> draws) {
      this.features = features;
      this.draws = draws.iterator();
    }

    @Override
    public Optional<ExampleBatch> next() throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (!draws.hasNext()) {
        return Optional.empty();
      }
      List<Integer> examples = new ArrayList<>();
      for (DrawnExample draw : draws.next()) {
        if (features.get(draw.example()) != null) {
          examples.add(draw.example());
        }
      }
      return Optional.of(examples.isEmpty() ? ExampleBatch.EMPTY : batch(examples));
    }

    private ExampleBatch batch(List<Integer> examples) {
      float[] all = new float[examples.size() * Architecture.FEATURES];
      for (int i = 0; i < examples.size(); i++) {
        float[] vector = features.get(examples.get(i));
        System.arraycopy(vector, 0, all, i * vector.length, vector.length);
      }
      return ExampleBatch.of(
          Tensors.of(all, examples.size(), 1, 1, Architecture.FEATURES), examples);
    }

    @Override
    public void close() {
      // vectors are on the heap
    }
  }
}
