package io.github.inceptionv2;

import io.github.inceptionv2.internal.inference.Prefetcher;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * Images that are prepared on other threads while the network runs.
 *
 * <p>Owns the prepared images until they are taken. Not thread-safe, except for {@link #close}.
 */
final class PreparedImages implements AutoCloseable {

  private final Preparation preparation;
  private final Executor workers;
  private final Iterator<? extends ImageSource> images;
  private final Prefetcher<ImageBatch> prepared = new Prefetcher<>(this::execute);

  /** The images that are being prepared. */
  private final Deque<ImageSource> pending = new ArrayDeque<>();

  /** The failure of the source of images, rethrown once all earlier images have results. */
  private Throwable sourceFailure;

  private volatile boolean isClosed;

  PreparedImages(
      Preparation preparation, Executor workers, Iterator<? extends ImageSource> images) {
    this.preparation = preparation;
    this.workers = workers;
    this.images = images;
  }

  /**
   * Runs {@code task} on a worker. If there is only one image, the waiting thread prepares it
   * instead.
   */
  private void execute(Runnable task) {
    if (pending.size() > 1 || hasNext()) {
      workers.execute(task);
    }
  }

  /**
   * Returns the images of the next batch, all of the same size; empty at the end. Starts to prepare
   * these images and up to one batch of later images.
   *
   * @throws CancellationException if this was closed before the end
   */
  List<ImageSource> nextBatch() {
    fill(1);
    if (pending.isEmpty()) {
      throwSourceFailure();
      return List.of();
    }
    ImageSize size = preparation.size(pending.element());
    int max = preparation.maxBatch(size);
    fill(max);
    List<ImageSource> batch = new ArrayList<>();
    for (ImageSource next : pending) {
      if (batch.size() == max || !preparation.size(next).equals(size)) {
        break;
      }
      batch.add(next);
    }
    fill(batch.size() + max);
    return batch;
  }

  /** Takes images from their source until {@code count} images are pending or none is left. */
  private void fill(int count) {
    while (pending.size() < count && hasNext()) {
      if (isClosed) {
        throw new CancellationException("the results were closed while images were being prepared");
      }
      take()
          .ifPresent(
              image -> {
                pending.add(image);
                prepared.begin(() -> preparation.prepare(image));
              });
    }
  }

  private boolean hasNext() {
    try {
      return sourceFailure == null && images.hasNext();
    } catch (RuntimeException | Error e) {
      sourceFailure = e;
      return false;
    }
  }

  private Optional<ImageSource> take() {
    try {
      return Optional.of(Objects.requireNonNull(images.next(), "image"));
    } catch (RuntimeException | Error e) {
      sourceFailure = e;
      return Optional.empty();
    }
  }

  private void throwSourceFailure() {
    if (sourceFailure instanceof Error error) {
      throw error;
    } else if (sourceFailure != null) {
      throw (RuntimeException) sourceFailure;
    }
  }

  /**
   * Waits for the next image, which the caller closes. An interrupt does not end the wait, which is
   * short; the interrupt status stays set for the caller.
   *
   * @throws IOException if the image cannot be read
   * @throws CancellationException if this was closed
   */
  ImageBatch next() throws IOException {
    pending.remove();
    try {
      return prepared.next();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unreadable) {
        throw unreadable;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  /** Cancels tasks that have not started, waits for the others, and releases their images. */
  @Override
  public void close() {
    isClosed = true;
    prepared.close();
  }
}
