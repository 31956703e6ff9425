package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.module.HeapWeights;
import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.training.Batch;
import io.github.inceptionv2.internal.training.Batches;
import io.github.inceptionv2.internal.training.Draw;
import io.github.inceptionv2.internal.training.FeatureBatches;
import io.github.inceptionv2.internal.training.FeatureCache;
import io.github.inceptionv2.internal.training.Scorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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

  /** Computes feature vectors, or takes them from a cache. Owns native memory. */
  static final class Extractor implements AutoCloseable {

    private final Scorer scorer;
    private final ImageInputs images;
    private final int imageSize;
    private final Optional<FeatureCache> cache;

    /** {@code images} stay the caller's. */
    Extractor(ImageInputs images, HeapWeights base, int imageSize, Optional<Path> cache)
        throws IOException {
      this.images = images;
      this.imageSize = imageSize;
      this.cache =
          cache.isPresent()
              ? Optional.of(FeatureCache.open(cache.get(), base, imageSize))
              : Optional.empty();
      scorer = new Scorer(NetworkGraph.build(Form.INFERENCE, 0));
      try {
        scorer.assign(base);
      } catch (IOException | RuntimeException e) {
        scorer.close();
        throw e;
      }
    }

    List<float[]> vectors(List<Path> files) throws IOException, InterruptedException {
      float[][] vectors = new float[files.size()][];
      List<Integer> missing = new ArrayList<>();
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = cache.isPresent() ? cache.get().get(files.get(i)).orElse(null) : null;
        if (vectors[i] == null) {
          missing.add(i);
        }
      }
      compute(files, missing, vectors);
      return Arrays.asList(vectors);
    }

    private void compute(List<Path> files, List<Integer> missing, float[][] vectors)
        throws IOException, InterruptedException {
      List<Path> wanted = missing.stream().map(files::get).toList();
      try (Batches batches = images.inOrder(wanted, imageSize)) {
        for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
          try (Batch batch = next.get()) {
            float[] all = scorer.featureVectors(batch);
            for (int i = 0; i < batch.size(); i++) {
              int example = missing.get(batch.examples().get(i));
              int start = i * Architecture.FEATURES;
              vectors[example] = Arrays.copyOfRange(all, start, start + Architecture.FEATURES);
              if (cache.isPresent()) {
                cache.get().put(files.get(example), vectors[example]);
              }
            }
          }
        }
      }
    }

    @Override
    public void close() {
      scorer.close();
    }
  }
}
