package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.image.UnreadableImageException;
import io.github.inceptionv2.internal.inference.Prefetcher;
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
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Reads and prepares images on other threads, a few batches ahead of the network.
 *
 * <p>An image that cannot be read is reported and left out of its batch. Owns native memory; not
 * thread-safe.
 */
public final class ImageBatches implements Batches {

  /**
   * The number of batches to prepare ahead, which evens out the time for large and small images.
   */
  private static final int BATCHES_AHEAD = 3;

  private final Prefetcher<ImageBatch> images;
  private final ImagePreparation preparation;
  private final List<Path> files;
  private final Iterator<List<DrawnExample>> draws;
  private final BiConsumer<Path, Exception> problems;
  private final Queue<Queue<DrawnExample>> ahead = new ArrayDeque<>();

  /**
   * Starts preparing images.
   *
   * @param workers threads that prepare the images; the caller shuts them down
   * @param draws the examples of each batch, by their index in {@code files}
   * @param problems receives each image that cannot be read
   */
  public ImageBatches(
      Executor workers,
      ImagePreparation preparation,
      List<Path> files,
      List<List<DrawnExample>> draws,
      BiConsumer<Path, Exception> problems) {
    this.images = new Prefetcher<>(workers);
    this.preparation = preparation;
    this.files = files;
    this.draws = draws.iterator();
    this.problems = problems;
    fill();
  }

  private void fill() {
    while (ahead.size() < BATCHES_AHEAD && draws.hasNext()) {
      Queue<DrawnExample> batch = new ArrayDeque<>(draws.next());
      for (DrawnExample draw : batch) {
        images.begin(() -> preparation.prepare(files.get(draw.example()), draw.seed()));
      }
      ahead.add(batch);
    }
  }

  @Override
  public Optional<ExampleBatch> next() throws InterruptedException {
    checkInterrupted();
    if (ahead.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> examples = new ArrayList<>();
    try (NativeScope scope = new NativeScope()) {
      List<ImageBatch> prepared = collect(ahead.element(), examples, scope);
      ahead.remove();
      fill();
      return Optional.of(
          prepared.isEmpty()
              ? ExampleBatch.EMPTY
              : ExampleBatch.of(ImageBatch.join(prepared).tensor(), examples));
    }
  }

  private static void checkInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private List<ImageBatch> collect(
      Queue<DrawnExample> batch, List<Integer> examples, NativeScope scope)
      throws InterruptedException {
    List<ImageBatch> prepared = new ArrayList<>();
    while (!batch.isEmpty()) {
      checkInterrupted();
      DrawnExample draw = batch.remove();
      try {
        prepared.add(scope.add(images.next()));
        examples.add(draw.example());
      } catch (ExecutionException e) {
        report(files.get(draw.example()), e.getCause());
      }
    }
    return prepared;
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
    images.close();
  }
}
