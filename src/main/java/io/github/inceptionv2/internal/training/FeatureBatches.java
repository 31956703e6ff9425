package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Batches of feature vectors that were computed before. */
public final class FeatureBatches implements Batches {

  private final List<float[]> features;
  private final Iterator<List<Draw>> draws;

  /**
   * Starts.
   *
   * @param features by example; null where the image could not be read
   */
  public FeatureBatches(List<float[]> features, List<List<Draw>> draws) {
    this.features = features;
    this.draws = draws.iterator();
  }

  @Override
  public Optional<Batch> next() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!draws.hasNext()) {
      return Optional.empty();
    }
    List<Integer> examples = new ArrayList<>();
    for (Draw draw : draws.next()) {
      if (features.get(draw.example()) != null) {
        examples.add(draw.example());
      }
    }
    return Optional.of(examples.isEmpty() ? Batch.EMPTY : batch(examples));
  }

  private Batch batch(List<Integer> examples) {
    float[] all = new float[examples.size() * Architecture.FEATURES];
    for (int i = 0; i < examples.size(); i++) {
      float[] vector = features.get(examples.get(i));
      System.arraycopy(vector, 0, all, i * vector.length, vector.length);
    }
    return Batch.of(Tensors.of(all, examples.size(), 1, 1, Architecture.FEATURES), examples);
  }

  @Override
  public void close() {
    // vectors live on the heap
  }
}
