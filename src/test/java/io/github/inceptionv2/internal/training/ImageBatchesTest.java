package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.image.DistortionRanges;
import io.github.inceptionv2.internal.image.ImagePipeline;
import io.github.inceptionv2.internal.image.ImageSettings;
import io.github.inceptionv2.internal.image.UnreadableImageException;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ImageBatchesTest {

  private static final int SIZE = 32;
  private static final int GOOD = 12;

  /** The files after the good ones: text, half an image, and a missing file. */
  private static final int TEXT = GOOD;

  private static final int HALF = GOOD + 1;
  private static final int MISSING = GOOD + 2;

  @TempDir static Path directory;

  private static final List<Path> FILES = new ArrayList<>();
  private static ImagePipeline pipeline;
  private static ImagePreparation preparation;

  private final RecordingWorkers workers = new RecordingWorkers(2);
  private final RecordingWorkers held = new RecordingWorkers(1);
  private final List<Map.Entry<Path, Exception>> problems = new ArrayList<>();

  @BeforeAll
  static void open() throws IOException {
    for (int k = 0; k < GOOD; k++) {
      FILES.add(Files.write(directory.resolve(k + ".png"), Golden.png(k, 40 + k, 50)));
    }
    byte[] png = Golden.png(0, 40, 50);
    FILES.add(Files.writeString(directory.resolve("text.jpg"), "no image"));
    FILES.add(Files.write(directory.resolve("half.png"), Arrays.copyOf(png, png.length / 2)));
    FILES.add(directory.resolve("missing.png"));
    pipeline = ImagePipeline.open(ImageSettings.DEFAULT);
    preparation = new ImagePreparation(pipeline, Optional.empty(), SIZE);
  }

  @BeforeEach
  void allow() {
    workers.allow(Integer.MAX_VALUE);
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  /** Checks that every prepared image is released when a test ends. */
  @AfterEach
  void assertNothingIsLeft() throws Exception {
    held.allow(1000);
    for (RecordingWorkers each : List.of(workers, held)) {
      each.finish();
      assertEquals(0, each.openImages());
    }
  }

  @Test
  void next_draws_returnsImagesInTheirOrder() throws Exception {
    try (ImageBatches batches =
            batches(List.of(draws(5, 0, 7), draws(3), draws(0, 5), draws(1), draws(2)));
        ExampleBatch first = batches.next().orElseThrow();
        ExampleBatch second = batches.next().orElseThrow();
        ExampleBatch third = batches.next().orElseThrow()) {
      assertEquals(List.of(5, 0, 7), first.examples());
      assertArrayEquals(alone(5, 0, 7), Tensors.toFloats(first.input()));
      assertEquals(List.of(3), second.examples());
      assertArrayEquals(alone(3), Tensors.toFloats(second.input()));
      assertArrayEquals(alone(0, 5), Tensors.toFloats(third.input()));
      batches.next().orElseThrow().close();
      batches.next().orElseThrow().close();
      assertEquals(Optional.empty(), batches.next());
      assertEquals(Optional.empty(), batches.next());
    }
    assertEquals(List.of(), problems);
  }

  @Test
  void next_noDraws_isEmpty() throws Exception {
    try (ImageBatches batches = batches(List.of())) {
      assertEquals(Optional.empty(), batches.next());
    }
  }

  @Test
  void distortion_dependsOnTheSeedOfTheDraw() throws Exception {
    var ranges = new DistortionRanges(0.3, 0.6, 0.75, 1.3, true, 0.1f, 0.2f, 0.2f);
    var distorting = new ImagePreparation(pipeline, Optional.of(ranges), SIZE);
    List<DrawnExample> draws =
        List.of(new DrawnExample(0, 1), new DrawnExample(0, 2), new DrawnExample(0, 1));
    try (ImageBatches batches =
            new ImageBatches(workers, distorting, FILES, List.of(draws), this::report);
        ExampleBatch batch = batches.next().orElseThrow()) {
      float[] all = Tensors.toFloats(batch.input());
      int length = all.length / 3;
      float[] first = Arrays.copyOf(all, length);

      assertArrayEquals(first, Arrays.copyOfRange(all, 2 * length, 3 * length));
      assertFalse(Arrays.equals(first, Arrays.copyOfRange(all, length, 2 * length)));
    }
  }

  @Test
  void prefetch_threeBatches_areAheadOfTheNetwork() throws Exception {
    List<DrawnExample> two = draws(0, 1);
    try (ImageBatches batches = batches(List.of(two, two, two, two, two))) {
      assertEquals(6, workers.submitted());
      batches.next().orElseThrow().close();
      assertEquals(8, workers.submitted());
      batches.next().orElseThrow().close();
      batches.next().orElseThrow().close();
      assertEquals(10, workers.submitted());
    }
  }

  @Test
  void unreadable_amongOthers_isLeftOutAndReportedForEachDraw() throws Exception {
    try (ImageBatches batches =
            batches(List.of(draws(1, TEXT, 2), draws(MISSING, 3), draws(HALF, 4, TEXT)));
        ExampleBatch first = batches.next().orElseThrow();
        ExampleBatch second = batches.next().orElseThrow();
        ExampleBatch third = batches.next().orElseThrow()) {
      assertEquals(List.of(1, 2), first.examples());
      assertArrayEquals(alone(1, 2), Tensors.toFloats(first.input()));
      assertEquals(List.of(3), second.examples());
      assertEquals(List.of(4), third.examples());
      assertArrayEquals(alone(4), Tensors.toFloats(third.input()));
    }
    assertEquals(
        List.of(FILES.get(TEXT), FILES.get(MISSING), FILES.get(HALF), FILES.get(TEXT)),
        problems.stream().map(Map.Entry::getKey).toList());
    assertInstanceOf(UnreadableImageException.class, problems.get(0).getValue());
    assertInstanceOf(NoSuchFileException.class, problems.get(1).getValue());
    assertInstanceOf(UnreadableImageException.class, problems.get(2).getValue());
  }

  @Test
  void unreadable_wholeBatches_areEmpty() throws Exception {
    try (ImageBatches batches =
        batches(
            List.of(
                draws(TEXT),
                draws(MISSING, HALF),
                draws(TEXT),
                draws(TEXT),
                draws(6),
                draws(MISSING)))) {
      for (List<Integer> expected :
          List.<List<Integer>>of(
              List.of(), List.of(), List.of(), List.of(), List.of(6), List.of())) {
        try (ExampleBatch batch = batches.next().orElseThrow()) {
          assertEquals(expected, batch.examples());
        }
      }
      assertEquals(Optional.empty(), batches.next());
    }
    assertEquals(6, problems.size());
  }

  @Test
  void close_inTheMiddle_releasesPrefetchedImages() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (ImageBatches batches =
          batches(List.of(draws(0, 1, 2), draws(TEXT, 3), draws(4, 5), draws(6, 7), draws(8, 9)))) {
        for (int taken = 0; taken < i % 4; taken++) {
          batches.next().orElseThrow().close();
        }
      }
    }
    assertTrue(workers.prepared() > 0);
    assertEquals(0, workers.openImages());
  }

  @Test
  void close_twiceOrAtTheEnd_doesNothing() throws Exception {
    ImageBatches batches = batches(List.of(draws(0)));
    ExampleBatch batch = batches.next().orElseThrow();
    batches.close();
    batches.close();

    assertArrayEquals(alone(0), Tensors.toFloats(batch.input())); // the caller owns the batch
    batch.close();
  }

  /** Workers that start a task after the batches were closed find nothing to do. */
  @Test
  void close_beforeAnyImageIsBegun_preparesNone() throws Exception {
    batches(held, List.of(draws(0, 1), draws(2))).close();
    held.allow(3);
    held.finish();

    assertEquals(3, held.submitted());
    assertEquals(0, held.prepared());
  }

  @Test
  void next_workersAreBusy_preparesTheImagesItself() throws Exception {
    try (ImageBatches batches = batches(held, List.of(draws(0, 1)));
        ExampleBatch batch = batches.next().orElseThrow()) {
      assertArrayEquals(alone(0, 1), Tensors.toFloats(batch.input()));
      assertEquals(0, held.prepared());
    }
  }

  /** One image of the batch is already prepared, and is released with the others. */
  @Test
  void next_interruptedInTheMiddle_throwsAndLeavesNothing() throws Exception {
    List<List<DrawnExample>> draws = List.of(draws(0, TEXT, 1, 2), draws(3));
    try (ImageBatches batches =
        new ImageBatches(
            workers, preparation, FILES, draws, (file, e) -> Thread.currentThread().interrupt())) {
      assertThrows(InterruptedException.class, batches::next);

      assertFalse(Thread.currentThread().isInterrupted());
      try (ExampleBatch rest = batches.next().orElseThrow()) {
        assertEquals(List.of(1, 2), rest.examples());
        assertArrayEquals(alone(1, 2), Tensors.toFloats(rest.input()));
      }
    }
  }

  @Test
  void next_interruptedBefore_throws() throws Exception {
    try (ImageBatches batches = batches(List.of(draws(0)))) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, batches::next);
    }
  }

  /** Returns the images, prepared one by one. */
  private static float[] alone(int... examples) throws Exception {
    float[] all = new float[examples.length * SIZE * SIZE * 3];
    for (int i = 0; i < examples.length; i++) {
      try (ImageBatch image = preparation.prepare(FILES.get(examples[i]), 0)) {
        float[] one = Tensors.toFloats(image.tensor());
        System.arraycopy(one, 0, all, i * one.length, one.length);
      }
    }
    return all;
  }

  private ImageBatches batches(List<List<DrawnExample>> draws) {
    return batches(workers, draws);
  }

  private ImageBatches batches(RecordingWorkers threads, List<List<DrawnExample>> draws) {
    return new ImageBatches(threads, preparation, FILES, draws, this::report);
  }

  private void report(Path file, Exception problem) {
    problems.add(Map.entry(file, problem));
  }

  private static List<DrawnExample> draws(int... examples) {
    return Arrays.stream(examples).mapToObj(example -> new DrawnExample(example, 0)).toList();
  }
}
