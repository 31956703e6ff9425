package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.Labels;
import io.github.inceptionv2.ModelCorruptException;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Precision;
import io.github.inceptionv2.Preprocessing;
import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkInceptionTest {

  private static final ModelSource FLOWERS = ModelSource.directory(Path.of("models", "flowers"));

  @Test
  void build_mistakes_areNamedBeforeAnyTaskRuns() {
    assertMistake(SparkInception.builder(FLOWERS), "nothing to compute; expected classify");
    assertMistake(SparkInception.builder(FLOWERS).classify(-1), "count (-1) must be positive");
    assertMistake(
        SparkInception.builder(FLOWERS).classify(6), "count (6) must be at most 5, the number of");
  }

  @Test
  void settings_invalidValues_areRefused() {
    assertMistake(SparkInception.builder(FLOWERS).classify(0).featureVectors(), "count (0) must");
    SparkInception.Builder builder = SparkInception.builder(FLOWERS);
    String message =
        assertThrows(IllegalArgumentException.class, () -> builder.sha256("ABC")).getMessage();
    assertEquals("sha256 (ABC) must have 64 hexadecimal digits", message);
  }

  @Test
  void batchSize_outOfRange_isRefused() {
    for (int size : new int[] {0, 1025}) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> SparkInception.builder(FLOWERS).batchSize(size))
              .getMessage();
      assertEquals("batchSize (" + size + ") must be from 1 to 1024", message);
    }
  }

  /** A damaged byte fails on the driver, not in the tasks. */
  @Test
  void build_damagedWeights_fails(@TempDir Path directory) throws Exception {
    Path copy = damaged(directory);
    SparkInception.Builder builder =
        SparkInception.builder(ModelSource.directory(copy)).classify(1);
    ModelCorruptException e = assertThrows(ModelCorruptException.class, builder::build);
    assertTrue(e.getMessage().contains(copy.toString()), e.getMessage());
  }

  @Test
  void build_modelWithAnotherSha256_fails(@TempDir Path directory) throws Exception {
    SparkInception.Builder builder =
        SparkInception.builder(ModelSource.directory(damaged(directory)))
            .sha256(FLOWERS.sha256())
            .classify(1);
    String message = assertThrows(IOException.class, builder::build).getMessage();
    assertTrue(
        message.contains(" on this driver, expected " + FLOWERS.sha256() + "; give every machine"),
        message);
  }

  private static Path damaged(Path directory) throws IOException {
    Path copy = Fixtures.copy(Path.of("models", "flowers"), directory.resolve("damaged"));
    try (Stream<Path> files = Files.list(copy.resolve("variables"))) {
      Path weights =
          files.filter(file -> file.toString().contains(".data-")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(weights);
      bytes[bytes.length / 2] ^= 1;
      Files.write(weights, bytes);
    }
    return copy;
  }

  @Test
  void distributed_withoutSpark_saysWhatIsMissing() {
    SparkInception.Builder builder = SparkInception.distributed("model.tar.gz").classify(1);
    String message = assertThrows(IllegalStateException.class, builder::build).getMessage();
    assertTrue(message.contains("start the session first"), message);
  }

  @Test
  void build_missingModel_fails() {
    ModelSource nowhere = ModelSource.directory(Path.of("no", "such"));
    assertThrows(IOException.class, () -> SparkInception.builder(nowhere).featureVectors().build());
  }

  @Test
  void tasks_carryNoWeights() throws Exception {
    ModelRecipe recipe =
        new ModelRecipe(
            new ModelLocation.Source(ModelSource.untrained()),
            FLOWERS.sha256(),
            null,
            Preprocessing.KERAS,
            null,
            null,
            null,
            Precision.INT8,
            16);
    SerializedRecipe written = SerializedRecipe.of(recipe);
    assertTrue(written.key().length() < 4000, "has " + written.key().length() + " characters");
    assertEquals(recipe.toString(), written.read().toString());
  }

  @Test
  void recipe_forAnotherModel_isNotOpened() {
    ModelRecipe recipe =
        new ModelRecipe(
            new ModelLocation.Source(FLOWERS), "00", null, null, null, null, null, null, 16);
    String message = assertThrows(IOException.class, () -> recipe.open(1)).getMessage();
    assertTrue(message.contains(" on this executor, expected 00; give every machine"), message);
  }

  @Test
  void recipe_withOtherLabels_hasAnotherKey() throws Exception {
    SerializedRecipe first = written(null);
    assertEquals(first, written(null));
    assertTrue(!first.equals(written(Labels.imageNet())));
  }

  private static SerializedRecipe written(Labels labels) throws IOException {
    return SerializedRecipe.of(
        new ModelRecipe(
            new ModelLocation.Source(FLOWERS), "00", labels, null, null, null, null, null, 16));
  }

  private static void assertMistake(SparkInception.Builder builder, String expected) {
    String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    assertTrue(message.startsWith(expected), message);
  }
}
