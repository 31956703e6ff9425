package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.files.OwnedDirectory;
import io.github.inceptionv2.internal.weights.DelegatingWeights;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.VariableValue;
import io.github.inceptionv2.internal.weights.Weights;
import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.nio.file.FileSystemException;
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

  private static final String LIST = "inception-v2.files";

  @TempDir Path temporary;

  private Path directory() {
    return temporary.resolve("check points"); // created only when there is something to save
  }

  @Test
  void latest_saved_isExactlyWhatWasSaved() throws IOException {
    float[] odd = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, -Float.MIN_NORMAL, 1 / 3f};
    Map<String, VariableValue> values = new LinkedHashMap<>();
    values.put("b/weights", new VariableValue(odd, List.of(1L, 2L, 3L)));
    values.put("a", new VariableValue(new float[] {7}, List.of()));
    values.put("best/b/weights/Momentum", new VariableValue(new float[] {1, 2}, List.of(2L)));
    Properties state = new Properties();
    state.setProperty("epoch", "3");
    state.setProperty("options", "two\nlines = \u00fc : \\ \ud83c\udf3b, and a space at the end ");
    state.setProperty("rate", Double.toString(0.1 + 0.2));
    try (CheckpointStore store = CheckpointStore.open(directory())) {
      store.save(12, new HeapWeights(values, Path.of("a test")), state);
    }
    CheckpointStore.Checkpoint checkpoint;
    try (CheckpointStore store = CheckpointStore.open(directory())) {
      checkpoint = store.latest().orElseThrow();
    }

    assertEquals(state, checkpoint.state());
    assertEquals(values.keySet(), Set.copyOf(checkpoint.weights().names()));
    for (String name : values.keySet()) {
      assertEquals(values.get(name).shape(), checkpoint.weights().shape(name));
      assertArrayEquals(bits(values.get(name).values()), bits(checkpoint.weights(), name));
    }
  }

  @Test
  void latest_nothingSaved_isEmpty() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory())) {
      assertEquals(Optional.empty(), store.latest());
    }
    Files.createDirectory(temporary.resolve("empty"));
    try (CheckpointStore store = CheckpointStore.open(temporary.resolve("empty"))) {
      assertEquals(Optional.empty(), store.latest());
    }
  }

  /**
   * Sorted as text, 9 comes after 10. Several remain if a process is killed before it removes one.
   */
  @Test
  void latest_several_hasTheGreatestNumber() throws IOException {
    List<String> list = new ArrayList<>();
    for (long step : new long[] {10, 9, 100, 20}) {
      Path other = temporary.resolve("other-" + step);
      try (CheckpointStore store = CheckpointStore.open(other)) {
        store.save(step, weights(step), new Properties());
      }
      List<String> lines = Files.readAllLines(other.resolve(LIST));
      list.addAll(list.isEmpty() ? lines : lines.subList(1, lines.size()));
      Fixtures.copy(other, directory());
    }
    Files.write(directory().resolve(LIST), list);
    try (CheckpointStore store = CheckpointStore.open(directory())) {
      assertEquals(Set.of("step-9", "step-10", "step-20", "step-100"), names());
      assertEquals(100, read(store));
    }
  }

  @Test
  void save_another_removesOlderOnesOnlyAfterwards() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory())) {
      store.save(5, weights(5), new Properties());
      List<Set<String>> seen = new ArrayList<>();
      store.save(6, new Watched(weights(6), () -> seen.add(names())), new Properties());

      assertFalse(seen.isEmpty());
      seen.forEach(names -> assertTrue(names.contains("step-5") && !names.contains("step-6")));
      assertEquals(Set.of("step-6"), names());
      assertEquals(6, read(store));
    }
  }

  @Test
  void save_failing_keepsThePreviousOne() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory())) {
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
  }

  @Test
  void save_sameStepAgain_replacesTheFirst() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory())) {
      Properties state = new Properties();
      store.save(5, weights(1), state);
      state.setProperty("epoch", "2");
      store.save(5, weights(2), state);

      // It has another name because the first stays until the second is complete.
      assertEquals(Set.of("step-5-2"), names());
      assertEquals(2, read(store));
      assertEquals("2", store.latest().orElseThrow().state().getProperty("epoch"));
    }
  }

  /** A killed process may leave half a checkpoint behind. */
  @Test
  void unfinished_ofAKilledProcess_isRemovedByTheNext() throws IOException {
    List<String> list = new ArrayList<>();
    try (CheckpointStore store = CheckpointStore.open(directory())) {
      // A killed process leaves the list that exists while a checkpoint is written.
      Watcher watcher =
          () -> {
            list.clear();
            list.addAll(Files.readAllLines(directory().resolve(LIST)));
          };
      store.save(1, new Watched(weights(1), watcher), new Properties());
    }
    Files.move(directory().resolve("step-1"), directory().resolve("unfinished"));
    Files.delete(directory().resolve("unfinished/state.properties"));
    Files.write(directory().resolve(LIST), list);
    try (CheckpointStore store = CheckpointStore.open(directory())) {
      assertEquals(Set.of(), names());
      assertEquals(Optional.empty(), store.latest());
      store.save(2, weights(2), new Properties());
      assertEquals(Set.of("step-2"), names());
    }
  }

  @Test
  void checkpoint_partlyRemoved_isIgnoredAndRemoved() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory())) {
      store.save(1, weights(1), new Properties());
    }
    Files.delete(directory().resolve("step-1/weights.index"));
    try (CheckpointStore store = CheckpointStore.open(directory())) {
      assertEquals(Optional.empty(), store.latest());
      assertEquals(Set.of(), names());
    }
  }

  /** Other frameworks use the same names. */
  @Test
  void foreignSteps_besideOurs_areNeitherReadNorDeleted() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory())) {
      store.save(1, weights(1), new Properties());
      Fixtures.copy(directory().resolve("step-1"), directory().resolve("step-500"));
      Files.createDirectories(directory().resolve("step-3"));
      Files.writeString(directory().resolve("step-4"), "mine");
      Files.writeString(directory().resolve("step-1/notes.txt"), "mine");
      store.save(2, weights(2), new Properties());
      assertEquals(2, read(store));
      store.save(3, weights(3), new Properties());
      store.save(4, weights(4), new Properties());
      assertEquals(4, read(store));
    }
    assertEquals(Set.of("step-1", "step-3", "step-4", "step-4-2", "step-500"), names());
    OwnedDirectory.remove(directory());

    assertEquals(Set.of("step-1", "step-3", "step-4", "step-500"), names());
    assertEquals(Set.of("notes.txt"), names(directory().resolve("step-1")));
    assertEquals(3, names(directory().resolve("step-500")).size());
    assertEquals("mine", Files.readString(directory().resolve("step-4")));
  }

  @Test
  void foreignDirectory_isRefusedAndUnchanged() throws IOException {
    Path foreign = Files.createDirectories(directory().resolve("step-5"));
    Files.writeString(foreign.resolve("model.pt"), "mine");
    var e = assertThrows(FileSystemException.class, () -> CheckpointStore.open(directory()));

    assertTrue(e.getMessage().startsWith(directory() + ": contains \"step-5\""), e.getMessage());
    assertEquals(Set.of("step-5"), names());
    assertEquals("mine", Files.readString(foreign.resolve("model.pt")));
  }

  private static HeapWeights weights(float value) {
    return new HeapWeights(
        Map.of("v", new VariableValue(new float[] {value}, List.of(1L))), Path.of("a test"));
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

  /** Returns the names in the directory, except for the list and the lock. */
  private Set<String> names() throws IOException {
    Set<String> names = names(directory());
    names.removeIf(name -> name.startsWith("inception-v2."));
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

  /** Weights that notify a watcher when they are read. */
  private record Watched(Weights weights, Watcher watcher) implements DelegatingWeights {
    @Override
    public float[] read(String name) throws IOException {
      watcher.run();
      return weights.read(name);
    }
  }
}
