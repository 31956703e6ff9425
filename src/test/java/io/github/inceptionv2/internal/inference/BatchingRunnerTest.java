package io.github.inceptionv2.internal.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.runtime.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchingRunnerTest {

  private static final Role LOGITS = new Role("images:0", List.of(), "logits:0", List.of());
  private static final Role FEATURES = new Role("images:0", List.of(), "features:0", List.of());
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  @AutoClose("shutdownNow")
  private final ExecutorService callers = Executors.newCachedThreadPool();

  /** The number of images of each run. */
  private final List<Integer> runs = Collections.synchronizedList(new ArrayList<>());

  private final CountDownLatch firstRuns = new CountDownLatch(1);
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);

  /** Returns each image's first number. */
  private List<Values> firstNumbers(ImageBatch images, List<Role> roles) {
    runs.add(images.count());
    float[] all = Tensors.toFloats(images.tensor());
    float[] first = new float[images.count()];
    for (int i = 0; i < first.length; i++) {
      first[i] = all[i * (all.length / first.length)];
    }
    return List.of(new Values(first, List.of((long) first.length, 1L)));
  }

  private List<Values> slowFirst(ImageBatch images, List<Role> roles) {
    if (runs.isEmpty()) {
      firstRuns.countDown();
      awaitUninterruptibly(firstMayEnd);
    }
    return firstNumbers(images, roles);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Future<Float> call(BatchingRunner joined, Role role, float number, int size) {
    Callable<Float> body =
        () -> {
          float[] pixels = new float[size * size * 3];
          pixels[0] = number;
          try (ImageBatch images = new ImageBatch(Tensors.of(pixels, 1, size, size, 3))) {
            return joined.run(images, List.of(role)).get(0).values()[0];
          }
        };
    return callers.submit(body);
  }

  /** Makes the first call, which the network runs until {@code firstMayEnd}. */
  private List<Future<Float>> startFirst(BatchingRunner joined) throws InterruptedException {
    List<Future<Float>> calls = new ArrayList<>();
    calls.add(call(joined, LOGITS, 1, 8));
    firstRuns.await();
    return calls;
  }

  private static void assertNumbersFromOne(List<Future<Float>> calls) throws Exception {
    for (int i = 0; i < calls.size(); i++) {
      assertEquals(i + 1, calls.get(i).get());
    }
  }

  private static void waitForCalls(BatchingRunner joined, int count) throws InterruptedException {
    while (joined.waiting() < count) {
      Thread.sleep(1);
    }
  }

  @Test
  void callsDuringARun_areJoined() throws Exception {
    BatchingRunner joined = new BatchingRunner(this::slowFirst, images -> 16, 0, RunObserver.NONE);
    List<Future<Float>> all = startFirst(joined);
    for (int i = 2; i < 9; i++) {
      all.add(call(joined, LOGITS, i, 8));
    }
    waitForCalls(joined, 7);
    firstMayEnd.countDown();
    assertNumbersFromOne(all);
    assertEquals(List.of(1, 7), runs);
  }

  @Test
  void callsThatDoNotFit_runSeparately() throws Exception {
    BatchingRunner joined = new BatchingRunner(this::slowFirst, images -> 2, 0, RunObserver.NONE);
    List<Future<Float>> all = startFirst(joined);
    all.add(call(joined, LOGITS, 2, 8));
    waitForCalls(joined, 1);
    all.add(call(joined, FEATURES, 3, 8));
    waitForCalls(joined, 2);
    all.add(call(joined, LOGITS, 4, 16));
    waitForCalls(joined, 3);
    all.add(call(joined, LOGITS, 5, 8));
    all.add(call(joined, LOGITS, 6, 8));
    waitForCalls(joined, 5);
    firstMayEnd.countDown();
    assertNumbersFromOne(all);
    assertEquals(List.of(1, 2, 1, 1, 1), runs);
  }

  @Test
  void idleNetwork_waitsUntilABatchIsFull() throws Exception {
    BatchingRunner joined =
        new BatchingRunner(this::firstNumbers, images -> 3, MINUTE, RunObserver.NONE);
    List<Future<Float>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(call(joined, LOGITS, i, 8));
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(i, all.get(i).get());
    }
    assertEquals(List.of(3), runs);
  }

  @Test
  void idleNetwork_doesNotWaitLongerThanTheDelay() throws Exception {
    BatchingRunner joined =
        new BatchingRunner(this::firstNumbers, images -> 3, 1000, RunObserver.NONE);
    assertEquals(5, call(joined, LOGITS, 5, 8).get());
    assertEquals(List.of(1), runs);
  }

  @Test
  void failure_reachesEveryCallerOfTheBatch() throws Exception {
    NativeException failure = new NativeException("no memory", null);
    BatchingRunner joined =
        new BatchingRunner(
            (images, roles) -> {
              throw failure;
            },
            images -> 2,
            MINUTE,
            RunObserver.NONE);
    assertTwoCallsFail(joined, failure);
  }

  private void assertTwoCallsFail(BatchingRunner joined, Throwable failure) {
    Future<Float> one = call(joined, LOGITS, 1, 8);
    Future<Float> two = call(joined, LOGITS, 2, 8);
    for (Future<Float> call : List.of(one, two)) {
      Exception e = assertThrows(Exception.class, call::get);
      assertSame(failure, e.getCause());
    }
  }

  @Test
  void error_reachesEveryCallerOfTheBatch_andNoLaterOne() throws Exception {
    Error failure = new OutOfMemoryError("on purpose");
    BatchingRunner joined =
        new BatchingRunner(
            (images, roles) -> {
              if (runs.isEmpty()) {
                runs.add(images.count());
                throw failure;
              }
              return firstNumbers(images, roles);
            },
            images -> 2,
            MINUTE,
            RunObserver.NONE);
    assertTwoCallsFail(joined, failure);
    Future<Float> three = call(joined, LOGITS, 3, 8);
    Future<Float> four = call(joined, LOGITS, 4, 8);
    assertEquals(3, three.get());
    assertEquals(4, four.get());
  }

  @Test
  void listenerThatCallsTheModel_isRefused() throws Exception {
    BatchingRunner[] joined = new BatchingRunner[1];
    joined[0] =
        new BatchingRunner(
            (images, roles) -> joined[0].run(images, roles), i -> 1, 0, RunObserver.NONE);
    Exception e = assertThrows(Exception.class, call(joined[0], LOGITS, 1, 8)::get);
    assertTrue(e.getCause() instanceof IllegalStateException, e.toString());
  }

  @Test
  void callThatCouldNotBeQueued_isForgotten() throws Exception {
    int[] questions = new int[1];
    BatchingRunner joined =
        new BatchingRunner(
            this::firstNumbers,
            images -> {
              if (questions[0]++ == 0) {
                throw new OutOfMemoryError("on purpose");
              }
              return 1;
            },
            MINUTE,
            RunObserver.NONE);
    assertThrows(Exception.class, call(joined, LOGITS, 1, 8)::get);
    assertEquals(0, joined.waiting());
    assertEquals(2, call(joined, LOGITS, 2, 8).get());
    assertEquals(List.of(1), runs);
  }

  @Test
  void interrupt_staysSetAndTheCallFinishes() throws Exception {
    BatchingRunner joined =
        new BatchingRunner(this::firstNumbers, images -> 2, MINUTE, RunObserver.NONE);
    Thread.currentThread().interrupt();
    try (ImageBatch images = new ImageBatch(Tensors.of(new float[] {7, 0, 0}, 1, 1, 1, 3))) {
      assertArrayEquals(new float[] {7}, joined.run(images, List.of(LOGITS)).get(0).values());
    }
    assertTrue(Thread.interrupted());
  }
}
