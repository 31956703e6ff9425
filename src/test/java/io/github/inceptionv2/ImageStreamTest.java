package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ImageStreamTest {

  private static final int BATCH = 4;

  private static InceptionV2 model;

  @BeforeAll
  static void open() throws Exception {
    model = load(run -> {});
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static InceptionV2 load(Consumer<Integer> onRun) throws IOException {
    return InceptionV2.builder(ModelSource.untrained())
        // 49 images of 32x32 have as many pixels as one of 224x224
        .runtime(RuntimeOptions.builder().maxBatchSize(BATCH * 49).build())
        .listener(
            new InferenceListener() {
              @Override
              public void onRun(int images, java.time.Duration time) {
                onRun.accept(images);
              }
            })
        .load();
  }

  /** Returns an image of the size that batch limits count in, different for each index. */
  private static ImageSource image(int index) {
    float[] rgb = new float[224 * 224 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (i * 31 + index * 7) % 256 / 255f;
    }
    return ImageSource.ofRgb(rgb, ImageSize.square(224));
  }

  private static ImageSource small(int index) {
    float[] rgb = new float[32 * 32 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (i * 31 + index * 7) % 256 / 255f;
    }
    return ImageSource.ofRgb(rgb, ImageSize.square(32));
  }

  private static ImageSource broken() {
    return ImageSource.of("no image".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void results_equalThoseOfABatch() throws Exception {
    List<ImageSource> images = IntStream.range(0, 30).mapToObj(ImageStreamTest::small).toList();
    List<ImageResult<float[]>> batch = model.batch(images).featureVectors();

    List<ImageResult<float[]>> stream;
    try (Stream<ImageResult<float[]>> results = model.stream(images).featureVectors()) {
      stream = results.toList();
    }

    assertEquals(30, stream.size());
    for (int i = 0; i < 30; i++) {
      assertEquals(images.get(i), stream.get(i).image());
      assertArrayEquals(batch.get(i).get(), stream.get(i).get());
    }
  }

  @Test
  void unreadableImage_failsAlone() throws Exception {
    List<ImageSource> images = List.of(small(0), broken(), small(1));

    List<ImageResult<List<Prediction>>> results = model.stream(images).classify(3).toList();

    assertEquals(3, results.get(0).get().size());
    assertThrows(ImageDecodeException.class, results.get(1)::get);
    assertEquals(3, results.get(2).get().size());
  }

  /** The 20 images before the failure have results, though they do not fill two batches. */
  @Test
  void failingSource_throwsAfterAllEarlierResults() throws Exception {
    IllegalStateException failure = new IllegalStateException("the camera was unplugged");
    Stream<ImageSource> source =
        IntStream.range(0, 50)
            .mapToObj(
                i -> {
                  if (i == 20) {
                    throw failure;
                  }
                  return small(i);
                });
    List<ImageResult<float[]>> delivered = new ArrayList<>();
    try (Stream<ImageResult<float[]>> results = model.stream(source).featureVectors()) {
      assertSame(
          failure,
          assertThrows(IllegalStateException.class, () -> results.forEach(delivered::add)));
    }
    assertEquals(20, delivered.size());
  }

  @Test
  void endlessSource_isReadTwoBatchesAhead() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    int batch = 2;
    try (InceptionV2 narrow =
            InceptionV2.builder(ModelSource.untrained())
                .runtime(RuntimeOptions.builder().maxBatchSize(batch).build())
                .load();
        Stream<ImageResult<Recognition>> results =
            narrow.stream(Stream.generate(() -> image(taken.getAndIncrement()))).recognize(1)) {
      Iterator<ImageResult<Recognition>> each = results.iterator();
      each.next();
      assertTrue(taken.get() <= 2 * batch + 1, taken + " images were read for one result");
      for (int i = 0; i < 5; i++) {
        assertTrue(each.next().error().isEmpty());
      }
    }
    int takenAtEnd = taken.get();
    assertTrue(takenAtEnd <= 10, takenAtEnd + " images were read for six results");
  }

  @Test
  void source_isNotReadBeforeAResultIsRequested() {
    AtomicInteger taken = new AtomicInteger();
    Stream<ImageSource> source = Stream.generate(() -> small(taken.getAndIncrement()));
    model.stream(source).logits().close();
    assertEquals(0, taken.get());
  }

  @Test
  void failingSource_failsTheStream() {
    Iterator<ImageSource> source =
        Stream.iterate(0, i -> i + 1)
            .map(
                i -> {
                  if (i == 3) {
                    throw new IllegalArgumentException("no fourth image");
                  }
                  return small(i);
                })
            .iterator();
    Stream<ImageResult<float[]>> results = model.stream(source).logits();
    var e = assertThrows(IllegalArgumentException.class, results::toList);
    assertEquals("no fourth image", e.getMessage());
  }

  @Test
  void nullImage_isRefused() {
    List<ImageSource> images = new ArrayList<>();
    images.add(null);
    Stream<ImageResult<float[]>> results = model.stream(images).logits();
    assertEquals("image", assertThrows(NullPointerException.class, results::toList).getMessage());
  }

  @Test
  void closedModel_endsTheStreamImmediately() throws Exception {
    List<Integer> runs = new ArrayList<>();
    InceptionV2 closing = load(runs::add);
    Stream<ImageResult<float[]>> results =
        closing.stream(Stream.iterate(0, i -> i + 1).map(ImageStreamTest::image)).logits();
    Iterator<ImageResult<float[]>> each = results.iterator();
    each.next();

    closing.close(); // while images are prepared ahead

    assertFalse(closing.isOpen());
    var e =
        assertThrows(
            IllegalStateException.class,
            () -> {
              while (true) {
                each.next();
              }
            });
    assertEquals("InceptionV2 is closed", e.getMessage());
    assertEquals(1, runs.size());
  }

  @Test
  void interrupt_endsTheStreamBetweenBatches() {
    AtomicInteger seen = new AtomicInteger();
    Stream<ImageResult<float[]>> results =
        model.stream(Stream.iterate(0, i -> i + 1).map(ImageStreamTest::small)).logits();
    var e =
        assertThrows(
            CancellationException.class,
            () ->
                results.forEach(
                    result -> {
                      if (seen.incrementAndGet() == 1) {
                        Thread.currentThread().interrupt();
                      }
                    }));
    assertTrue(Thread.interrupted(), "the interrupt was lost");
    assertEquals(
        "interrupted after " + seen + " images; the remaining images were not processed",
        e.getMessage());
  }
}
