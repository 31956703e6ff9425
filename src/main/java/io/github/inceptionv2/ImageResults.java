package io.github.inceptionv2;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

/**
 * The results of images, computed batch by batch on demand.
 *
 * <p>Owns the images that are prepared in advance. Not thread-safe, except for {@link #close}.
 */
final class ImageResults<T> implements Iterator<ImageResult<T>>, AutoCloseable {

  private final Network network;
  private final PreparedImages prepared;
  private final Query<T> query;
  private final Deque<ImageResult<T>> results = new ArrayDeque<>();
  private int done;
  private boolean isAtEnd;

  /** Computes batches. */
  interface Network {

    /** Throws {@link IllegalStateException} if the model is closed. */
    void checkOpen();

    /** Computes the results for {@code images}, which come from {@code prepared}. */
    <T> List<ImageResult<T>> compute(
        List<ImageSource> images, PreparedImages prepared, Query<T> query);

    /** Removes {@code results}, which no longer hold native memory, from the open results. */
    void release(ImageResults<?> results);
  }

  /** Takes ownership of {@code prepared}. */
  ImageResults(Network network, PreparedImages prepared, Query<T> query) {
    this.network = network;
    this.prepared = prepared;
    this.query = query;
  }

  @Override
  public boolean hasNext() {
    if (results.isEmpty() && !isAtEnd) {
      advance();
    }
    return !results.isEmpty();
  }

  @Override
  public ImageResult<T> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more images");
    }
    return results.remove();
  }

  private void advance() {
    try {
      List<ImageSource> batch = prepared.nextBatch();
      if (!batch.isEmpty()) {
        checkNotInterrupted();
        network.checkOpen();
        results.addAll(network.compute(batch, prepared, query));
        done += batch.size();
      }
    } catch (CancellationException e) {
      network.checkOpen(); // a closed model takes precedence
      throw e;
    } finally {
      if (results.isEmpty()) { // at the end, or after a failure
        isAtEnd = true;
        close();
      }
    }
  }

  /** Checks for an interrupt between batches, and leaves it set for the caller. */
  private void checkNotInterrupted() {
    if (done > 0 && Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          "interrupted after " + done + " images; the remaining images were not processed");
    }
  }

  @Override
  public void close() {
    prepared.close();
    network.release(this);
  }
}
