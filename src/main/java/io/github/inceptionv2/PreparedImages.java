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
 * <p>Owns what was prepared and not taken. For one thread, but for {@link #close}.
 */
final class PreparedImages implements AutoCloseable {

  private final Preparation preparation;
  private final Executor workers;
  private final Iterator<? extends ImageSource> images;
  private final Prefetcher<ImageBatch> prepared = new Prefetcher<>(this::execute);

  /** The images that are being prepared. */
  private final Deque<ImageSource> pending = new ArrayDeque<>();

  /** Thrown by the source of images; thrown on once all images before it have results. */
  private Throwable sourceFailure;

  private volatile boolean isClosed;

  PreparedImages(
      Preparation preparation, Executor workers, Iterator<? extends ImageSource> images) {
    this.preparation = preparation;
    this.workers = workers;
    this.images = images;
  }

  /** A single image is left to the thread that waits for it. */
  private void execute(Runnable task) {
    if (pending.size() > 1 || hasNext()) {
      workers.execute(task);
    }
  }

  /**
   * Returns the images that are best computed together next, all of one size; none at the end.
   * Begins to prepare them, and as many as may follow them.
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

  /** Takes images from their source until {@code count} are pending, or there are no more. */
  private void fill(int count) {
    while (pending.size() < count && hasNext()) {
      if (isClosed) {
        throw new CancellationException("the results were closed while images were prepared");
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
   * Waits for the next image, which is then the caller's to close. An interrupt is left to the
   * caller: an image is done soon.
   *
   * @throws IOException if it cannot be read
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

  /** Gives up what is not begun yet, waits for the rest, and releases it. */
  @Override
  public void close() {
    isClosed = true;
    prepared.close();
  }
}
