package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.weights.FreshWeights;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureExtractorTest {

  private static final int SIZE = 32;

  @TempDir static Path images;
  @TempDir Path cache;

  private static final List<Path> FILES = new ArrayList<>();
  private static HeapWeights weights;

  private final List<Path> unreadable = new ArrayList<>();

  @BeforeAll
  static void prepare() throws IOException {
    for (int k = 0; k < 5; k++) {
      FILES.add(Files.write(images.resolve(k + ".png"), Golden.png(k, 40, 40)));
    }
    weights = HeapWeights.copy(new ReferenceWeights(3), NetworkBuilder.variables(3));
    FILES.set(2, Files.writeString(images.resolve("2.jpg"), "no image"));
  }

  @Test
  void vectors_files_areTheirFeaturesInOrder() throws Exception {
    List<float[]> vectors = vectors(weights, Optional.empty());

    assertEquals(5, vectors.size());
    assertNull(vectors.get(2));
    assertEquals(List.of(FILES.get(2)), unreadable);
    for (int i : new int[] {0, 1, 3, 4}) {
      assertArrayEquals(feature(FILES.get(i)), vectors.get(i), 1e-5f);
    }
  }

  @Test
  void vectors_cached_areReadFromTheCache() throws Exception {
    List<float[]> computed = vectors(weights, Optional.of(cache));
    assertEquals(4, entries().size());
    List<float[]> again = vectors(weights, Optional.of(cache));

    assertEquals(List.of(FILES.get(2), FILES.get(2)), unreadable); // tried again: not cached
    assertSame(computed, again);
    Files.write(entries().get(0), new byte[7]);
    assertSame(computed, vectors(weights, Optional.of(cache)));
  }

  /** Features do not depend on the logits, which are new for other classes or seeds. */
  @Test
  void vectors_otherLogits_areReadFromTheCache() throws Exception {
    vectors(weights, Optional.of(cache));
    List<VariableSpec> logits =
        NetworkBuilder.variables(3).stream().filter(VariableSpec::isOfLogits).toList();
    HeapWeights others = HeapWeights.copy(new FreshWeights(logits, 2), logits);
    vectors(weights.with(others), Optional.of(cache));

    assertEquals(4, entries().size());
  }

  private static void assertSame(List<float[]> expected, List<float[]> actual) {
    for (int i = 0; i < FILES.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), 1e-5f);
    }
  }

  private List<float[]> vectors(HeapWeights weights, Optional<Path> cache) throws Exception {
    try (ImageInputs inputs =
            new ImageInputs(
                FILES, List.of(), Optional.empty(), SessionConfig.DEFAULT, this::report);
        var extractor =
            new FeatureExtractor(
                inputs, weights, SIZE, cache, SessionConfig.DEFAULT, (done, count) -> {})) {
      return extractor.vectors(FILES);
    }
  }

  private float[] feature(Path file) throws Exception {
    try (ImageInputs inputs =
            new ImageInputs(
                List.of(), List.of(file), Optional.empty(), SessionConfig.DEFAULT, this::report);
        Scorer scorer = new Scorer(NetworkBuilder.build(Form.INFERENCE, 3), SessionConfig.DEFAULT);
        Batches batches = inputs.validation(SIZE);
        ExampleBatch batch = batches.next().orElseThrow()) {
      scorer.assign(weights);
      return scorer.featureVectors(batch);
    }
  }

  private void report(Path file, Exception problem) {
    unreadable.add(file);
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
