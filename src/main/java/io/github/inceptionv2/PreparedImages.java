package io.github.inceptionv2;

import io.github.inceptionv2.internal.inference.Workers;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images that are prepared on other threads while the network runs.
 *
 * <p>Owns what was prepared and not taken. For one thread, but for {@link #close}.
 */
final class PreparedImages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PreparedImages.class);

  private final Preparation preparation;
  private final Executor workers;
  private final Iterator<? extends ImageSource> images;

  /** Guarded by this. */
  private final Deque<Pending> pending = new ArrayDeque<>();

  private volatile boolean isClosed;

  /** Whether images were given up that had been taken from their source. */
  private volatile boolean isCut;

  /** An image that is being prepared. */
  private record Pending(ImageSource image, FutureTask<ImageBatch> task) {}

  PreparedImages(
      Preparation preparation, Executor workers, Iterator<? extends ImageSource> images) {
    this.preparation = preparation;
    this.workers = workers;
    this.images = images;
  }

  /**
   * Returns the images that are best computed together next, all of one size; none at the end.
   * Begins to prepare them, and as many as may follow them.
   */
  List<ImageSource> nextBatch() {
    fill(1);
    if (pendingCount() == 0) {
      if (isClosed && (isCut || images.hasNext())) {
        checkOpen();
      }
      return List.of();
    }
    ImageSize size = preparation.size(first());
    int max = preparation.maxBatch(size);
    fill(max);
    List<ImageSource> batch = new ArrayList<>();
    synchronized (this) {
      for (Pending next : pending) {
        if (batch.size() == max || !preparation.size(next.image).equals(size)) {
          break;
        }
        batch.add(next.image);
      }
    }
    fill(batch.size() + max);
    return batch;
  }

  /** Takes images from their source until {@code count} are pending, or there are no more. */
  private void fill(int count) {
    while (pendingCount() < count && !isClosed && images.hasNext()) {
      ImageSource image = Objects.requireNonNull(images.next(), "image");
      FutureTask<ImageBatch> task =
          new FutureTask<>(() -> isClosed ? null : preparation.prepare(image));
      add(new Pending(image, task));
      // A single image is prepared by the thread that waits for it.
      if (pendingCount() > 1 || images.hasNext()) {
        workers.execute(task);
      }
    }
  }

  private synchronized int pendingCount() {
    return pending.size();
  }

  private synchronized ImageSource first() {
    checkOpen();
    return pending.element().image;
  }

  private synchronized void add(Pending next) {
    if (!isClosed) {
      pending.add(next);
    }
  }

  private void checkOpen() {
    if (isClosed) {
      throw new CancellationException("the results were closed while images were prepared");
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
    FutureTask<ImageBatch> task;
    synchronized (this) {
      checkOpen();
      task = pending.remove().task;
    }
    try {
      ImageBatch prepared = Workers.get(task);
      if (prepared == null) {
        checkOpen();
      }
      return prepared;
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
    List<Pending> rest;
    synchronized (this) {
      isClosed = true;
      rest = List.copyOf(pending);
      isCut |= !rest.isEmpty();
      pending.clear();
    }
    for (Pending next : rest) {
      try {
        ImageBatch prepared = Workers.get(next.task);
        if (prepared != null) {
          prepared.close();
        }
      } catch (ExecutionException e) {
        LOG.debug("an image that is not needed any more cannot be read", e.getCause());
      }
    }
  }
}
