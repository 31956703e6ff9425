package io.github.inceptionv2;

import io.github.inceptionv2.internal.inference.Workers;

import io.github.inceptionv2.internal.runtime.ImageBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images that are prepared on other threads while the network runs.
 *
 * <p>Owns what was prepared and not taken. Not thread-safe.
 */
final class PreparedImages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PreparedImages.class);

  private final Preparation preparation;
  private final Executor workers;
  private final List<ImageSource> images;
  private final List<FutureTask<ImageBatch>> tasks = new ArrayList<>();
  private int taken;
  private volatile boolean isClosed;

  PreparedImages(Preparation preparation, Executor workers, List<ImageSource> images) {
    this.preparation = preparation;
    this.workers = workers;
    this.images = images;
  }

  /** Begins to prepare all images before {@code end} that are not begun yet. */
  void begin(int end) {
    while (tasks.size() < Math.min(end, images.size())) {
      ImageSource image = images.get(tasks.size());
      FutureTask<ImageBatch> task =
          new FutureTask<>(() -> isClosed ? null : preparation.prepare(image));
      tasks.add(task);
      workers.execute(task);
    }
  }

  /**
   * Waits for the next image, which is then the caller's to close. An interrupt is left to the
   * caller: an image is done soon.
   *
   * @throws IOException if it cannot be read
   */
  ImageBatch next() throws IOException {
    begin(taken + 1);
    try {
      return Workers.get(tasks.get(taken++));
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
    for (FutureTask<ImageBatch> task : tasks.subList(taken, tasks.size())) {
      try {
        ImageBatch prepared = Workers.get(task);
        if (prepared != null) {
          prepared.close();
        }
      } catch (ExecutionException e) {
        LOG.debug("an image that is not needed any more cannot be read", e.getCause());
      }
    }
    taken = tasks.size();
  }
}
