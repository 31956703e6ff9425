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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelRunsTest {

  private static final Role LOGITS = new Role("images:0", List.of(), "logits:0", List.of());
  private static final Role FEATURES = new Role("images:0", List.of(), "features:0", List.of());

  /** The number of images of each run. */
  private final List<Integer> runs = Collections.synchronizedList(new ArrayList<>());

  /** Returns each image's first number and, for the second role, its negative. */
  private List<Values> firstNumbers(ImageBatch images, List<Role> roles) {
    runs.add(images.count());
    float[] all = Tensors.toFloats(images.tensor());
    List<Values> values = new ArrayList<>();
    for (int sign = 1; values.size() < roles.size(); sign = -1) {
      float[] first = new float[images.count()];
      for (int i = 0; i < first.length; i++) {
        first[i] = sign * all[i * (all.length / first.length)];
      }
      values.add(new Values(first, List.of((long) first.length, 1L)));
    }
    return values;
  }

  /** Returns images of 2x3 pixels whose first numbers are 1, 2, 3 and so on. */
  private static ImageBatch images(int count) {
    float[] pixels = new float[count * 18];
    for (int i = 0; i < count; i++) {
      pixels[i * 18] = i + 1;
    }
    return new ImageBatch(Tensors.of(pixels, count, 2, 3, 3));
  }

  private static ParallelRuns parallel(
      int runs, BiFunction<ImageBatch, List<Role>, List<Values>> network) {
    return new ParallelRuns(network, runs, RunObserver.NONE);
  }

  @Test
  void batch_isSplitIntoPartsOfSimilarSize_andJoinedInOrder() {
    try (ParallelRuns parallel = parallel(3, this::firstNumbers);
        ImageBatch images = images(8)) {
      List<Values> values = parallel.run(images, List.of(LOGITS, FEATURES));

      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, values.get(0).values());
      assertArrayEquals(new float[] {-1, -2, -3, -4, -5, -6, -7, -8}, values.get(1).values());
      assertEquals(List.of(8L, 1L), values.get(0).shape());
      assertEquals(List.of(2, 3, 3), runs.stream().sorted().toList());
    }
  }

  @Test
  void fewerImagesThanRuns_runOneImageEach() {
    try (ParallelRuns parallel = parallel(4, this::firstNumbers);
        ImageBatch images = images(2)) {
      assertArrayEquals(new float[] {1, 2}, parallel.run(images, List.of(LOGITS)).get(0).values());
      assertEquals(List.of(1, 1), runs);
    }
  }

  @Test
  void parts_runAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    try (ParallelRuns parallel =
            parallel(
                2,
                (images, roles) -> {
                  both.countDown();
                  await(both); // forever, if the other run began only afterwards
                  return firstNumbers(images, roles);
                });
        ImageBatch images = images(2)) {
      assertArrayEquals(new float[] {1, 2}, parallel.run(images, List.of(LOGITS)).get(0).values());
    }
  }

  @Test
  void callsOfManyThreads_neverExceedTheNumberOfRuns() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try (ParallelRuns parallel =
        parallel(
            2,
            (images, roles) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              List<Values> values = firstNumbers(images, roles);
              Thread.yield();
              now.decrementAndGet();
              return values;
            })) {
      List<Future<Float>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int count = 1 + i % 3;
        calls.add(callers.submit(() -> last(parallel, count)));
      }
      for (int i = 0; i < 200; i++) {
        assertEquals(1 + i % 3, calls.get(i).get());
      }
      assertTrue(most.get() <= 2, "ran " + most);
    } finally {
      callers.shutdown();
    }
  }

  private static float last(ParallelRuns parallel, int count) {
    try (ImageBatch images = images(count)) {
      return parallel.run(images, List.of(LOGITS)).get(0).values()[count - 1];
    }
  }

  @Test
  void failureOfOnePart_failsTheCall_afterTheOthersEnded() {
    NativeException failure = new NativeException("on purpose", null);
    AtomicInteger ended = new AtomicInteger();
    try (ParallelRuns parallel =
            parallel(
                2,
                (images, roles) -> {
                  if (Tensors.toFloats(images.tensor())[0] == 1) {
                    throw failure;
                  }
                  ended.incrementAndGet();
                  return firstNumbers(images, roles);
                });
        ImageBatch images = images(2)) {
      assertSame(
          failure,
          assertThrows(NativeException.class, () -> parallel.run(images, List.of(LOGITS))));
      assertEquals(1, ended.get());
      assertThrows(NativeException.class, () -> parallel.run(images, List.of(LOGITS)));
    }
  }

  @Test
  void interrupt_staysSet() {
    try (ParallelRuns parallel = parallel(2, this::firstNumbers);
        ImageBatch images = images(3)) {
      Thread.currentThread().interrupt();
      assertArrayEquals(
          new float[] {1, 2, 3}, parallel.run(images, List.of(LOGITS)).get(0).values());
      assertTrue(Thread.interrupted());
    }
  }

  /** A listener must not call the model, but if one does, the model must not hang. */
  @Test
  void observerThatCallsAgain_doesNotHang() {
    List<ParallelRuns> self = new ArrayList<>();
    AtomicInteger depth = new AtomicInteger();
    RunObserver observer =
        new RunObserver() {
          @Override
          public void waited(long startNanos) {}

          @Override
          public void ran(int images, long startNanos) {
            if (depth.incrementAndGet() < 5) {
              assertEquals(1, last(self.get(0), 1));
            }
          }
        };
    try (ParallelRuns parallel = new ParallelRuns(this::firstNumbers, 2, observer)) {
      self.add(parallel);
      assertEquals(1, last(parallel, 1));
      assertEquals(5, depth.get());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
