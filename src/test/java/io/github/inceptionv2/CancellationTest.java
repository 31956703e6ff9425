package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt or a close ends a batch before its next run; too many waiting calls are refused. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CancellationTest {

  private static final int IMAGES = 10;
  private static final List<ImageSource> BATCH =
      IntStream.range(0, IMAGES)
          .mapToObj(i -> ImageSource.ofRgb(new float[224 * 224 * 3], ImageSize.square(224)))
          .toList();

  private final AtomicInteger runs = new AtomicInteger();

  private InceptionV2 load(RuntimeOptions.Builder options, Runnable onFirstRun) throws IOException {
    return InceptionV2.builder(ModelSource.untrained())
        .runtime(options.maxBatchSize(2).build())
        .listener(
            new InferenceListener() {
              @Override
              public void onRun(int images, Duration time) {
                if (runs.getAndIncrement() == 0) {
                  onFirstRun.run();
                }
              }
            })
        .load();
  }

  @Test
  void interrupt_endsABatchBeforeItsNextRun() throws Exception {
    Thread caller = Thread.currentThread();
    try (InceptionV2 model = load(RuntimeOptions.builder(), caller::interrupt)) {
      Batch batch = model.batch(BATCH);
      var e = assertThrows(CancellationException.class, batch::logits);
      assertTrue(Thread.interrupted(), "the interrupt was lost");
      assertEquals(
          "interrupted after 2 images; the remaining images were not processed", e.getMessage());
      assertEquals(1, runs.get());
      assertEquals(IMAGES, batch.logits().size(), "the model still works");
    }
  }

  @Test
  void interruptBeforehand_letsASingleCallFinish() throws Exception {
    try (InceptionV2 model = load(RuntimeOptions.builder(), () -> {})) {
      Thread.currentThread().interrupt();
      assertEquals(1001, model.logits(BATCH.get(0)).length);
      assertTrue(Thread.interrupted(), "the interrupt was lost");
    }
  }

  @Test
  void close_waitsForTheRunAndEndsTheBatch() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    InceptionV2 model =
        load(
            RuntimeOptions.builder(),
            () -> {
              running.countDown();
              await(closing);
            });
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> batch = threads.submit(() -> model.batch(BATCH).logits());
      await(running);
      Future<?> closed = threads.submit(model::close);
      while (model.isOpen()) {
        Thread.onSpinWait();
      }
      closing.countDown();

      closed.get();
      var e = assertThrows(ExecutionException.class, batch::get);
      assertEquals(
          "java.lang.IllegalStateException: InceptionV2 is closed", e.getCause().toString());
      assertEquals(1, runs.get());
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void tooManyCalls_areRefusedImmediately() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try (InceptionV2 model =
        load(
            RuntimeOptions.builder().maxWaitingCalls(0),
            () -> {
              running.countDown();
              await(released);
            })) {
      Future<float[]> first = threads.submit(() -> model.logits(BATCH.get(0)));
      await(running);

      var e = assertThrows(RejectedExecutionException.class, () -> model.logits(BATCH.get(0)));

      assertEquals(
          "the limit of 0 waiting calls (maxWaitingCalls) is reached, with one in progress;"
              + " try again later",
          e.getMessage());
      released.countDown();
      assertEquals(1001, first.get().length);
      assertEquals(1001, model.logits(BATCH.get(0)).length, "a later call is accepted");
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void maxWaitingCalls_negative_isRefused() {
    RuntimeOptions.Builder options = RuntimeOptions.builder();
    var e = assertThrows(IllegalArgumentException.class, () -> options.maxWaitingCalls(-1));
    assertEquals("maxWaitingCalls (-1) must be at least 0", e.getMessage());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(1, TimeUnit.MINUTES));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
