package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.weights.HeapWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Computes feature vectors, or takes them from a cache. Owns native memory. */
public final class FeatureExtractor implements AutoCloseable {

  private final Scorer scorer;
  private final ImageInputs images;
  private final int imageSize;
  private final Optional<FeatureCache> cache;
  private final Progress progress;

  /**
   * Receives the number of images processed so far, out of {@code count}. May throw an exception to
   * stop the extraction.
   */
  public interface Progress {
    void after(int done, int count);
  }

  /**
   * Opens the network. The caller closes {@code images}. The logits in {@code base} are ignored.
   */
  public FeatureExtractor(
      ImageInputs images,
      HeapWeights base,
      int imageSize,
      Optional<Path> cache,
      SessionConfig config,
      Progress progress)
      throws IOException {
    HeapWeights weights = HeapWeights.copy(base, NetworkBuilder.variables(0));
    this.progress = progress;
    this.images = images;
    this.imageSize = imageSize;
    this.cache =
        cache.isPresent()
            ? Optional.of(FeatureCache.open(cache.get(), weights, imageSize))
            : Optional.empty();
    scorer = new Scorer(NetworkBuilder.build(Form.INFERENCE, 0), config);
    try {
      scorer.assign(weights);
    } catch (Throwable e) { // including errors: memory may run out
      scorer.close();
      throw e;
    }
  }

  /** Returns the vector of each file; null for files that cannot be read. */
  public List<float[]> vectors(List<Path> files) throws IOException, InterruptedException {
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
    int done = 0;
    try (Batches batches = images.inOrder(wanted, imageSize)) {
      for (Optional<ExampleBatch> next = batches.next(); next.isPresent(); next = batches.next()) {
        try (ExampleBatch batch = next.get()) {
          if (batch.size() == 0) {
            continue;
          }
          float[] all = scorer.featureVectors(batch);
          for (int i = 0; i < batch.size(); i++) {
            int example = missing.get(batch.examples().get(i));
            int start = i * Architecture.FEATURES;
            vectors[example] = Arrays.copyOfRange(all, start, start + Architecture.FEATURES);
            if (cache.isPresent()) {
              cache.get().put(files.get(example), vectors[example]);
            }
          }
          done += batch.size();
          progress.after(done, wanted.size());
        }
      }
    }
  }

  @Override
  public void close() {
    scorer.close();
  }
}
