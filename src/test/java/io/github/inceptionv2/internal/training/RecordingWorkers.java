package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.runtime.ImageBatch;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that remember the images that they prepared, and can be held up. */
final class RecordingWorkers extends ThreadPoolExecutor {

  private final Queue<ImageBatch> prepared = new ConcurrentLinkedQueue<>();
  private final AtomicInteger submitted = new AtomicInteger();
  private final Semaphore allowed = new Semaphore(0);

  /** Threads that are held up until {@link #allow}. */
  RecordingWorkers(int threads) {
    super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  }

  /** Lets as many more tasks begin. */
  RecordingWorkers allow(int tasks) {
    allowed.release(tasks);
    return this;
  }

  @Override
  public void execute(Runnable task) {
    submitted.incrementAndGet();
    super.execute(
        () -> {
          allowed.acquireUninterruptibly();
          task.run();
          record((Future<?>) task);
        });
  }

  /** Also where another thread has run the task. */
  private void record(Future<?> task) {
    try {
      ((Optional<?>) task.get()).ifPresent(image -> prepared.add((ImageBatch) image));
    } catch (ExecutionException e) {
      return; // no image
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  int submitted() {
    return submitted.get();
  }

  int prepared() {
    return prepared.size();
  }

  /** The images whose native memory was not released. */
  long openImages() {
    return prepared.stream().filter(RecordingWorkers::isOpen).count();
  }

  private static boolean isOpen(ImageBatch image) {
    try {
      return image.tensor().asRawTensor().numBytes() > 0;
    } catch (IllegalStateException e) {
      return false; // what a closed tensor answers
    }
  }

  /** Waits for all tasks, which must have been allowed. */
  void finish() throws InterruptedException {
    shutdown();
    if (!awaitTermination(60, TimeUnit.SECONDS)) {
      throw new AssertionError("tasks were not over after a minute");
    }
  }
}
