package io.github.inceptionv2.internal.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrefetcherTest {

  private static final int THREADS = 2;

  private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger computed = new AtomicInteger();

  private final class Result implements AutoCloseable {
    private final int number;

    Result(int number) {
      this.number = number;
      open.incrementAndGet();
      computed.incrementAndGet();
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  @AfterEach
  void assertNothingIsLeft() throws Exception {
    workers.shutdown();
    assertTrue(workers.awaitTermination(30, TimeUnit.SECONDS));
    assertEquals(0, open.get());
  }

  @Test
  void next_severalTasks_resultsInOrder() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    try (Prefetcher<Result> prefetcher = new Prefetcher<>(workers)) {
      prefetcher.begin(
          () -> {
            second.await();
            return new Result(1);
          });
      prefetcher.begin(
          () -> {
            second.countDown();
            return new Result(2);
          });
      assertEquals(2, prefetcher.size());
      second.await(); // a worker has begun the second task while the first one waits
      try (Result first = prefetcher.next();
          Result other = prefetcher.next()) {
        assertEquals(List.of(1, 2), List.of(first.number, other.number));
      }
      assertEquals(0, prefetcher.size());
      assertThrows(NoSuchElementException.class, prefetcher::next);
    }
  }

  @Test
  void next_noWorkerIsFree_runsTheTaskHere() throws Exception {
    List<Runnable> waiting = new ArrayList<>();
    try (Prefetcher<Result> prefetcher = new Prefetcher<>(waiting::add)) {
      prefetcher.begin(() -> new Result(1));
      prefetcher.next().close();
    }
    waiting.forEach(Runnable::run);
    assertEquals(1, computed.get());
  }

  @Test
  void next_taskFails_throwsItAndGoesOn() throws Exception {
    IOException failure = new IOException("no image");
    try (Prefetcher<Result> prefetcher = new Prefetcher<>(workers)) {
      prefetcher.begin(
          () -> {
            throw failure;
          });
      prefetcher.begin(() -> new Result(2));

      assertSame(failure, assertThrows(ExecutionException.class, prefetcher::next).getCause());
      prefetcher.next().close();
    }
  }

  @Test
  void close_resultsAhead_releasesThem() {
    Prefetcher<Result> prefetcher = new Prefetcher<>(Runnable::run);
    prefetcher.begin(() -> new Result(1));
    prefetcher.begin(
        () -> {
          throw new IOException("no image");
        });
    prefetcher.begin(() -> new Result(3));
    assertEquals(2, open.get());
    prefetcher.close();

    assertEquals(0, open.get());
    prefetcher.close();
  }

  @Test
  void close_byAnotherThread_cancelsTheOwnersCalls() throws Exception {
    Prefetcher<Result> prefetcher = new Prefetcher<>(workers);
    prefetcher.begin(() -> new Result(1));
    Thread closer = new Thread(prefetcher::close);
    closer.start();
    closer.join();

    assertThrows(CancellationException.class, prefetcher::next);
    assertThrows(CancellationException.class, () -> prefetcher.begin(() -> new Result(2)));
    assertEquals(0, open.get());
  }

  @Test
  void close_tasksNotBegun_areDropped() {
    List<Runnable> waiting = new ArrayList<>();
    Executor busy = waiting::add;
    Prefetcher<Result> prefetcher = new Prefetcher<>(busy);
    prefetcher.begin(() -> new Result(1));
    prefetcher.begin(() -> new Result(2));
    prefetcher.close();
    waiting.forEach(Runnable::run);

    assertEquals(0, computed.get());
  }

  /** Otherwise, a worker in the middle of a task would leave its result in native memory. */
  @Test
  void close_interruptedWhileATaskRuns_waitsAndKeepsTheInterrupt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Prefetcher<Result> prefetcher = new Prefetcher<>(workers);
    prefetcher.begin(
        () -> {
          begun.countDown();
          mayEnd.await();
          return new Result(1);
        });
    begun.await();
    AtomicBoolean isInterrupted = new AtomicBoolean();
    Thread closer =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              prefetcher.close();
              isInterrupted.set(Thread.currentThread().isInterrupted());
            });
    closer.start();
    while (closer.getState() != Thread.State.WAITING) {
      assertTrue(closer.isAlive(), "close did not wait");
      Thread.sleep(1);
    }
    mayEnd.countDown();
    closer.join();

    assertTrue(isInterrupted.get(), "the interrupt was lost");
    assertEquals(1, computed.get());
    assertEquals(0, open.get());
  }
}
