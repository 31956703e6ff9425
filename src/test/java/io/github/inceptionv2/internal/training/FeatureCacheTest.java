package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.VariableValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureCacheTest {

  @TempDir Path directory;

  private Path root;
  private Path image;

  /** Writes a file that is not an image, since the cache depends only on a file's bytes. */
  @BeforeEach
  void makeImage() throws IOException {
    root = directory.resolve("cache");
    image = Files.writeString(directory.resolve("image.jpg"), "an image");
  }

  @Test
  void get_afterPut_returnsTheSameBits() throws IOException {
    float[] vector = vector(1);
    vector[0] = -0f;
    vector[1] = Float.MIN_VALUE;
    vector[2] = Float.MAX_VALUE;
    open(1).put(image, vector);

    assertArrayEquals(vector, open(1).get(image).orElseThrow());
    assertEquals(0x80000000, Float.floatToRawIntBits(open(1).get(image).orElseThrow()[0]));
  }

  @Test
  void get_nothingPut_isEmpty() throws IOException {
    assertEquals(Optional.empty(), open(1).get(image));
  }

  @Test
  void get_changedImage_isAnotherEntry() throws IOException {
    FeatureCache cache = open(1);
    cache.put(image, vector(1));
    Files.writeString(image, "!", StandardOpenOption.APPEND);
    assertEquals(Optional.empty(), cache.get(image));
    cache.put(image, vector(2));

    assertArrayEquals(vector(2), cache.get(image).orElseThrow());
    Files.writeString(image, "an image");
    assertArrayEquals(vector(1), cache.get(image).orElseThrow());
  }

  @Test
  void get_movedImage_isTheSameEntry() throws IOException {
    FeatureCache cache = open(1);
    cache.put(image, vector(1));
    Path moved = Files.move(image, directory.resolve("moved.png"));

    assertArrayEquals(vector(1), cache.get(moved).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4097, 8192})
  void get_damagedLength_isEmptyUntilPutAgain(int length) throws IOException {
    FeatureCache cache = open(1);
    cache.put(image, vector(1));
    List<Path> files = files();
    assertEquals(1, files.size());
    Files.write(files.get(0), new byte[length]);
    assertEquals(Optional.empty(), cache.get(image));
    cache.put(image, vector(3));

    assertArrayEquals(vector(3), cache.get(image).orElseThrow());
    assertEquals(files, files());
  }

  @Test
  void get_entryIsADirectory_isEmpty() throws IOException {
    FeatureCache cache = open(1);
    cache.put(image, vector(1));
    Path entry = files().get(0);
    Files.delete(entry);
    Files.createDirectory(entry);

    assertEquals(Optional.empty(), cache.get(image));
  }

  @Test
  void put_again_replaces() throws IOException {
    FeatureCache cache = open(1);
    cache.put(image, vector(1));
    cache.put(image, vector(2));

    assertArrayEquals(vector(2), cache.get(image).orElseThrow());
    assertEquals(1, files().size());
  }

  @Test
  void open_otherWeightsOrSize_usesAnotherDirectory() throws IOException {
    FeatureCache cache = FeatureCache.open(root, weights(1), 224);
    cache.put(image, vector(1));
    FeatureCache otherWeights = FeatureCache.open(root, weights(Math.nextUp(1f)), 224);
    FeatureCache otherSize = FeatureCache.open(root, weights(1), 192);

    assertEquals(Optional.empty(), otherWeights.get(image));
    assertEquals(Optional.empty(), otherSize.get(image));
    otherWeights.put(image, vector(2));
    otherSize.put(image, vector(3));
    assertArrayEquals(vector(1), cache.get(image).orElseThrow());
    assertArrayEquals(vector(2), otherWeights.get(image).orElseThrow());
    try (Stream<Path> children = Files.list(root)) {
      assertEquals(3, children.count());
    }
  }

  @Test
  void open_sameWeightsInAnotherOrder_usesTheSameDirectory() throws IOException {
    Map<String, VariableValue> reversed = new LinkedHashMap<>();
    reversed.put("b", weights(1).values().get("b"));
    reversed.put("a", weights(1).values().get("a"));
    FeatureCache.open(root, weights(1), 224).put(image, vector(1));
    FeatureCache cache =
        FeatureCache.open(root, new HeapWeights(reversed, Path.of("elsewhere")), 224);

    assertTrue(cache.get(image).isPresent());
  }

  private FeatureCache open(float value) throws IOException {
    return FeatureCache.open(root, weights(value), 224);
  }

  private static HeapWeights weights(float value) {
    Map<String, VariableValue> values = new LinkedHashMap<>();
    values.put("a", new VariableValue(new float[] {5, 6}, List.of(2L)));
    values.put("b", new VariableValue(new float[] {value}, List.of(1L)));
    return new HeapWeights(values, Path.of("a test"));
  }

  private static float[] vector(long seed) {
    return TrainingSteps.vectors(1, seed);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
