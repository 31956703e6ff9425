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

/** Threads that record the images they prepare, and that a test can hold up. */
final class RecordingWorkers extends ThreadPoolExecutor {

  private final Queue<ImageBatch> prepared = new ConcurrentLinkedQueue<>();
  private final AtomicInteger submitted = new AtomicInteger();
  private final Semaphore allowed = new Semaphore(0);

  /** Creates threads that wait for {@link #allow}. */
  RecordingWorkers(int threads) {
    super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  }

  /** Lets this many more tasks begin. */
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

  /** Records the image even if another thread ran the task. */
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

  /** Returns the number of images whose native memory was not released. */
  long openImages() {
    return prepared.stream().filter(RecordingWorkers::isOpen).count();
  }

  private static boolean isOpen(ImageBatch image) {
    try {
      return image.tensor().asRawTensor().numBytes() > 0;
    } catch (IllegalStateException e) {
      return false; // thrown by a closed tensor
    }
  }

  /** Waits for all tasks, which must have been allowed. */
  void finish() throws InterruptedException {
    shutdown();
    if (!awaitTermination(60, TimeUnit.SECONDS)) {
      throw new AssertionError("tasks were still running after a minute");
    }
  }
}
