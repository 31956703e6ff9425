package io.github.inceptionv2;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

/**
 * The results of images, computed batch by batch as they are asked for.
 *
 * <p>Owns the images that are prepared ahead. For one thread, but for {@link #close}.
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

    /** Computes {@code images}, which come from {@code prepared}. */
    <T> List<ImageResult<T>> compute(
        List<ImageSource> images, PreparedImages prepared, Query<T> query);

    /** Is told that {@code results} hold no native memory any more. */
    void release(ImageResults<?> results);
  }

  /** {@code prepared} belongs to this from now on. */
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
      network.checkOpen(); // a model that was closed says so
      throw e;
    } finally {
      if (results.isEmpty()) { // at the end, or after a failure
        isAtEnd = true;
        close();
      }
    }
  }

  /** Checks between batches. The interrupt stays, for whoever looks at it next. */
  private void checkNotInterrupted() {
    if (done > 0 && Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          "interrupted after " + done + " images, the others are not computed");
    }
  }

  @Override
  public void close() {
    prepared.close();
    network.release(this);
  }
}
