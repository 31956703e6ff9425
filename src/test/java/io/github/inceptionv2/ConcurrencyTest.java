package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.PaintedPhotos;
import io.github.inceptionv2.training.Augmentation;
import io.github.inceptionv2.training.EpochReport;
import io.github.inceptionv2.training.FineTuner;
import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.TrainingOptions;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Concurrent calls, models and trainings do not change each other's results. */
@Timeout(300)
class ConcurrencyTest {

  private static final int THREADS = 8;

  @TempDir Path directory;

  @AutoClose("shutdownNow")
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private static List<ImageSource> images() {
    List<ImageSource> images = new ArrayList<>();
    images.add(ImageSource.of(Fixtures.flower()));
    for (String format : List.of("png", "jpg")) {
      images.add(ImageSource.of(Golden.encode(Golden.bufferedImage(1, 70, 90), format)));
    }
    for (int size = 32; size < 100; size += 33) {
      images.add(
          ImageSource.ofRgb(
              Golden.image(size, size, 2 * size), ImageSize.ofWidth(size).height(2 * size)));
    }
    return images;
  }

  private static InceptionV2 open(ModelSource source) throws IOException {
    return InceptionV2.builder(source).imageSize(ImageSize.ofWidth(80).height(64)).load();
  }

  @Test
  void manyThreads_getTheSameNumbersAsOne_bitForBit() throws Exception {
    try (InceptionV2 model = open(ModelSource.untrained())) {
      List<float[]> alone = logits(model);
      assertAllEqual(alone, together(() -> logits(model)));
    }
  }

  @Test
  void close_letsCallsFinishWithTheRightNumbers() throws Exception {
    ImageSource image = images().get(0);
    InceptionV2 model = open(ModelSource.untrained());
    float[] right = model.logits(image);
    CountDownLatch running = new CountDownLatch(THREADS);
    List<Future<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      callers.add(threads.submit(() -> callUntilClosed(model, image, right, running)));
    }
    running.await();
    model.close();

    assertThrows(IllegalStateException.class, () -> model.logits(image));
    for (Future<Integer> caller : callers) {
      assertTrue(caller.get() >= 1, "no call finished");
    }
  }

  private static int callUntilClosed(
      InceptionV2 model, ImageSource image, float[] right, CountDownLatch running)
      throws IOException {
    for (int calls = 0; ; calls++) {
      try {
        assertArrayEquals(right, model.logits(image));
        running.countDown();
      } catch (IllegalStateException e) {
        assertEquals("InceptionV2 is closed", e.getMessage());
        return calls;
      }
    }
  }

  /** A run in TensorFlow cannot be interrupted: it finishes, and the interrupt flag stays set. */
  @Test
  void interruptedThread_getsItsNumbers_andStaysInterrupted() throws Exception {
    try (InceptionV2 model = open(ModelSource.untrained())) {
      ImageSource image = images().get(1);
      float[] right = model.logits(image);
      Thread.currentThread().interrupt();

      assertArrayEquals(right, model.logits(image));
      assertTrue(Thread.interrupted(), "the interrupt was lost");
      assertArrayEquals(right, model.logits(image));
    }
  }

  /** Reading weights can be interrupted and leaves nothing behind. */
  @Test
  void interruptedThread_cannotOpenAModel() throws Exception {
    ModelSource source = ModelSource.directory(Path.of("models", "flowers"));
    Thread.currentThread().interrupt();
    assertThrows(ClosedByInterruptException.class, () -> open(source));
    assertTrue(Thread.interrupted(), "the interrupt was lost");
    open(source).close();
  }

  @Test
  void close_byAnInterruptedThread_closes() throws Exception {
    InceptionV2 model = open(ModelSource.untrained());
    Thread.currentThread().interrupt();
    model.close();

    assertTrue(Thread.interrupted(), "the interrupt was lost");
    assertThrows(IllegalStateException.class, () -> model.logits(images().get(0)));
  }

  @Test
  void twoModelsAndATraining_doNotDisturbEachOther() throws Exception {
    ImageFolder pictures =
        ImageFolder.open(PaintedPhotos.folder(directory.resolve("pictures"), 4), 0, 0);
    List<Double> losses = train(pictures);
    try (InceptionV2 one = open(ModelSource.untrained());
        InceptionV2 other = open(ModelSource.directory(Path.of("models", "flowers")))) {
      List<float[]> ofOne = logits(one);
      List<float[]> ofOther = logits(other);
      Future<List<Double>> training = threads.submit(() -> train(pictures));
      do {
        Future<List<float[]>> again = threads.submit(() -> logits(one));
        assertAllEqual(ofOther, List.of(logits(other)));
        assertAllEqual(ofOne, List.of(again.get()));
      } while (!training.isDone());
      assertEquals(losses, training.get());
    }
  }

  private static List<Double> train(ImageFolder pictures) throws Exception {
    TrainingOptions options =
        TrainingOptions.full().toBuilder()
            .imageSize(32)
            .epochs(1)
            .batchSize(4)
            .augmentation(Augmentation.none())
            .build();
    return FineTuner.builder(pictures)
        .source(ModelSource.untrained())
        .options(options)
        .build()
        .train()
        .epochs()
        .stream()
        .map(EpochReport::loss)
        .toList();
  }

  private static List<float[]> logits(InceptionV2 model) throws IOException {
    List<float[]> logits = new ArrayList<>();
    for (ImageSource image : images()) {
      logits.add(model.logits(image));
    }
    return logits;
  }

  private <T> List<T> together(Callable<T> task) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> future : threads.invokeAll(Collections.nCopies(THREADS, task))) {
      results.add(future.get());
    }
    return results;
  }

  private static void assertAllEqual(List<float[]> expected, List<List<float[]>> found) {
    for (List<float[]> actual : found) {
      assertEquals(expected.size(), actual.size());
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), actual.get(i), "image " + i);
      }
    }
  }
}
