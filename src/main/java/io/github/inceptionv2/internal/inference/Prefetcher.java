package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.runtime.NativeScope;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes results on other threads before they are needed, and returns them in the order of their
 * tasks.
 *
 * <p>The caller decides how far to look ahead, by the number of tasks that it begins. Owns each
 * result until it is taken. For one thread, but for {@link #close}.
 *
 * @param <T> a result, which holds native memory
 */
public final class Prefetcher<T extends AutoCloseable> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Prefetcher.class);

  private final Executor workers;

  /** Guarded by this. */
  private final Queue<FutureTask<Optional<T>>> ahead = new ArrayDeque<>();

  private volatile boolean isClosed;

  /** {@code workers} run the tasks; they stay the caller's. */
  public Prefetcher(Executor workers) {
    this.workers = workers;
  }

  /**
   * Gives a task to the workers.
   *
   * @throws CancellationException if this is closed
   */
  public void begin(Callable<T> task) {
    FutureTask<Optional<T>> begun =
        new FutureTask<>(() -> isClosed ? Optional.empty() : Optional.of(task.call()));
    add(begun);
    workers.execute(begun);
  }

  private synchronized void add(FutureTask<Optional<T>> task) {
    checkOpen();
    ahead.add(task);
  }

  private void checkOpen() {
    if (isClosed) {
      throw cancelled();
    }
  }

  private static CancellationException cancelled() {
    return new CancellationException("the results were closed while they were computed");
  }

  /** Returns the number of results that were begun and not taken. */
  public synchronized int size() {
    return ahead.size();
  }

  /**
   * Returns the next result, which the caller closes. The calling thread runs the task itself
   * unless a worker has begun to. An interrupt is left to the caller: a task is done soon.
   *
   * @throws ExecutionException if the task failed; the next call returns the result after it
   * @throws NoSuchElementException if no task was begun
   * @throws CancellationException if this is closed
   */
  public T next() throws ExecutionException {
    return Workers.get(remove()).orElseThrow(Prefetcher::cancelled);
  }

  private synchronized FutureTask<Optional<T>> remove() {
    checkOpen();
    return ahead.remove();
  }

  /** Drops the tasks that are not running, waits for those that are, and releases their results. */
  @Override
  public void close() {
    try (NativeScope scope = new NativeScope()) {
      for (FutureTask<Optional<T>> task : end()) {
        try {
          Workers.get(task).ifPresent(scope::add);
        } catch (ExecutionException e) {
          LOG.debug("a result that is not needed any more cannot be computed", e.getCause());
        }
      }
    }
  }

  /** Returns the tasks that were not taken. */
  private synchronized List<FutureTask<Optional<T>>> end() {
    isClosed = true;
    List<FutureTask<Optional<T>>> rest = List.copyOf(ahead);
    ahead.clear();
    return rest;
  }
}
