package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.weights.DelegatingWeights;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.Weights;
import io.github.inceptionv2.internal.runtime.Values;
import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

  @TempDir Path temporary;

  private Path directory() {
    return temporary.resolve("check points"); // made only when there is something to keep
  }

  @Test
  void latest_saved_isExactlyWhatWasSaved() throws IOException {
    float[] odd = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, -Float.MIN_NORMAL, 1 / 3f};
    Map<String, Values> values = new LinkedHashMap<>();
    values.put("b/weights", new Values(odd, List.of(1L, 2L, 3L)));
    values.put("a", new Values(new float[] {7}, List.of()));
    values.put("best/b/weights/Momentum", new Values(new float[] {1, 2}, List.of(2L)));
    Properties state = new Properties();
    state.setProperty("epoch", "3");
    state.setProperty("options", "two\nlines = \u00fc : \\ \ud83c\udf3b, and a space at the end ");
    state.setProperty("rate", Double.toString(0.1 + 0.2));
    new CheckpointStore(directory()).save(12, new HeapWeights(values, "a test"), state);
    var checkpoint = new CheckpointStore(directory()).latest().orElseThrow();

    assertEquals(state, checkpoint.state());
    assertEquals(values.keySet(), Set.copyOf(checkpoint.weights().names()));
    for (String name : values.keySet()) {
      assertEquals(values.get(name).shape(), checkpoint.weights().shape(name));
      assertArrayEquals(bits(values.get(name).values()), bits(checkpoint.weights(), name));
    }
  }

  @Test
  void latest_nothingSaved_isEmpty() throws IOException {
    assertEquals(Optional.empty(), new CheckpointStore(directory()).latest());
    assertFalse(Files.exists(directory()));
    Files.createDirectory(directory());
    assertEquals(Optional.empty(), new CheckpointStore(directory()).latest());
  }

  /** As text, 9 comes after 10. */
  @Test
  void latest_several_isThatOfTheGreatestNumber() throws IOException {
    for (long step : new long[] {10, 9, 100, 20}) {
      CheckpointStore other = new CheckpointStore(temporary.resolve("other"));
      other.save(step, weights(step), new Properties());
      Fixtures.copy(temporary.resolve("other"), directory());
    }
    assertEquals(Set.of("step-9", "step-10", "step-20", "step-100"), names());
    assertEquals(100, read(new CheckpointStore(directory())));
  }

  @Test
  void save_another_removesOlderOnesOnlyThen() throws IOException {
    CheckpointStore store = new CheckpointStore(directory());
    store.save(5, weights(5), new Properties());
    List<Set<String>> seen = new ArrayList<>();
    store.save(6, new Watched(weights(6), () -> seen.add(names())), new Properties());

    assertFalse(seen.isEmpty());
    seen.forEach(names -> assertTrue(names.contains("step-5") && !names.contains("step-6")));
    assertEquals(Set.of("step-6"), names());
    assertEquals(6, read(store));
  }

  @Test
  void save_failing_leavesTheOneBefore() throws IOException {
    CheckpointStore store = new CheckpointStore(directory());
    store.save(5, weights(5), new Properties());
    Weights failing =
        new Watched(
            weights(6),
            () -> {
              throw new IOException("disk full");
            });
    var e = assertThrows(IOException.class, () -> store.save(6, failing, new Properties()));

    assertEquals("disk full", e.getMessage());
    assertEquals(5, read(store));
    store.save(7, weights(7), new Properties());
    assertEquals(Set.of("step-7"), names());
    assertEquals(7, read(store));
  }

  @Test
  void save_sameStepAgain_takesItsPlace() throws IOException {
    CheckpointStore store = new CheckpointStore(directory());
    Properties state = new Properties();
    store.save(5, weights(1), state);
    state.setProperty("epoch", "2");
    store.save(5, weights(2), state);

    // Under another name: the first one stays until the second is there.
    assertEquals(Set.of("step-5-2"), names());
    assertEquals(2, read(store));
    assertEquals("2", store.latest().orElseThrow().state().getProperty("epoch"));
  }

  /** What a killed process leaves behind may be the half of a checkpoint. */
  @Test
  void unfinished_ofAKilledProcess_isIgnoredAndRemoved() throws IOException {
    Path unfinished = Files.createDirectories(directory().resolve(".unfinished/deep"));
    Files.writeString(unfinished.resolveSibling("weights.index"), "half");
    CheckpointStore store = new CheckpointStore(directory());

    assertEquals(Optional.empty(), store.latest());
    store.save(1, weights(1), new Properties());
    assertEquals(Set.of("step-1"), names());
    assertEquals(Set.of("state.properties"), besidesWeights());
    Files.createDirectories(directory().resolve(".unfinished"));
    assertEquals(1, read(store));
    store.clear();
    assertFalse(Files.exists(directory()));
  }

  @Test
  void clear_foreignFiles_stayAndSoDoesTheDirectory() throws IOException {
    CheckpointStore store = new CheckpointStore(directory());
    store.save(1, weights(1), new Properties());
    Files.writeString(directory().resolve("notes.txt"), "mine");
    Files.createDirectories(directory().resolve("step-one"));
    Files.createDirectories(directory().resolve("step-1.bak"));
    Files.createDirectories(directory().resolve("my step-2"));
    store.save(2, weights(2), new Properties());
    store.clear();

    assertEquals(Set.of("notes.txt", "step-one", "step-1.bak", "my step-2"), names());
    assertEquals("mine", Files.readString(directory().resolve("notes.txt")));
    assertEquals(Optional.empty(), store.latest());
  }

  @Test
  void clear_nothingElse_removesTheDirectory() throws IOException {
    CheckpointStore store = new CheckpointStore(directory());
    store.clear();
    store.save(1, weights(1), new Properties());
    store.clear();

    assertFalse(Files.exists(directory()));
    assertTrue(Files.exists(temporary));
  }

  private static HeapWeights weights(float value) {
    return new HeapWeights(Map.of("v", new Values(new float[] {value}, List.of(1L))), "a test");
  }

  private static float read(CheckpointStore store) throws IOException {
    return store.latest().orElseThrow().weights().read("v")[0];
  }

  private static int[] bits(Weights weights, String name) throws IOException {
    return bits(weights.read(name));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  private Set<String> names() throws IOException {
    return names(directory());
  }

  private Set<String> besidesWeights() throws IOException {
    Set<String> names = names(directory().resolve("step-1"));
    names.removeIf(name -> name.matches("weights\\.(index|data-.*)"));
    return names;
  }

  private static Set<String> names(Path directory) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> children = Files.list(directory)) {
      children.forEach(child -> names.add(child.getFileName().toString()));
    }
    return names;
  }

  private interface Watcher {
    void run() throws IOException;
  }

  /** Weights that let somebody know when they are read. */
  private record Watched(Weights weights, Watcher watcher) implements DelegatingWeights {
    @Override
    public float[] read(String name) throws IOException {
      watcher.run();
      return weights.read(name);
    }
  }
}
