package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.image.UnreadableImageException;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/**
 * Reads and prepares images on other threads, a few batches ahead of the network.
 *
 * <p>An image that cannot be read is reported and left out of its batch. Owns native memory; not
 * thread-safe.
 */
public final class ImageBatches implements Batches {

  /** Enough to hide the difference between a large photograph and a small one. */
  private static final int BATCHES_AHEAD = 3;

  private final ExecutorService workers;
  private final ImagePreparation preparation;
  private final List<Path> files;
  private final Iterator<List<Draw>> draws;
  private final BiConsumer<Path, Exception> problems;
  private final Queue<Queue<Pending>> ahead = new ArrayDeque<>();
  private volatile boolean isClosed;

  /** An image that is being prepared. */
  private record Pending(int example, Future<Optional<ImageBatch>> image) {}

  /**
   * Starts.
   *
   * @param workers prepare the images; they stay the caller's
   * @param draws the examples of each batch, by their index in {@code files}
   * @param problems is told of each image that cannot be read
   */
  public ImageBatches(
      ExecutorService workers,
      ImagePreparation preparation,
      List<Path> files,
      List<List<Draw>> draws,
      BiConsumer<Path, Exception> problems) {
    this.workers = workers;
    this.preparation = preparation;
    this.files = files;
    this.draws = draws.iterator();
    this.problems = problems;
    fill();
  }

  private void fill() {
    while (ahead.size() < BATCHES_AHEAD && draws.hasNext()) {
      Queue<Pending> batch = new ArrayDeque<>();
      for (Draw draw : draws.next()) {
        batch.add(new Pending(draw.example(), workers.submit(() -> prepare(draw))));
      }
      ahead.add(batch);
    }
  }

  private Optional<ImageBatch> prepare(Draw draw) throws IOException, UnreadableImageException {
    return isClosed
        ? Optional.empty()
        : Optional.of(preparation.prepare(files.get(draw.example()), draw.seed()));
  }

  @Override
  public Optional<Batch> next() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (ahead.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> examples = new ArrayList<>();
    try (NativeScope scope = new NativeScope()) {
      List<ImageBatch> images = collect(ahead.element(), examples, scope);
      ahead.remove();
      fill();
      return Optional.of(
          images.isEmpty() ? Batch.EMPTY : Batch.of(ImageBatch.join(images).tensor(), examples));
    }
  }

  private List<ImageBatch> collect(Queue<Pending> batch, List<Integer> examples, NativeScope scope)
      throws InterruptedException {
    List<ImageBatch> images = new ArrayList<>();
    while (!batch.isEmpty()) {
      Pending pending = batch.element();
      try {
        images.add(scope.add(pending.image().get().orElseThrow()));
        examples.add(pending.example());
      } catch (ExecutionException e) {
        report(files.get(pending.example()), e.getCause());
      }
      batch.remove();
    }
    return images;
  }

  private void report(Path file, Throwable cause) {
    if (cause instanceof IOException || cause instanceof UnreadableImageException) {
      problems.accept(file, (Exception) cause);
    } else if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    } else {
      throw new IllegalStateException("cannot prepare " + file, cause);
    }
  }

  /** Waits for the images that are being prepared and releases them. */
  @Override
  public void close() {
    isClosed = true;
    boolean isInterrupted = false;
    while (!ahead.isEmpty()) {
      Pending pending = ahead.element().poll();
      if (pending == null) {
        ahead.remove();
      } else {
        isInterrupted |= release(pending.image());
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the thread was interrupted; what is in native memory is waited for. */
  private static boolean release(Future<Optional<ImageBatch>> image) {
    boolean isInterrupted = false;
    while (true) {
      try {
        image.get().ifPresent(ImageBatch::close);
        return isInterrupted;
      } catch (ExecutionException e) {
        return isInterrupted; // it could not be read: nothing was allocated
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
  }
}
