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
 * <p>The number of tasks that the caller starts determines how far the prefetcher looks ahead. A
 * prefetcher owns each result until the caller takes it. Not thread-safe, except for {@link
 * #close}.
 *
 * @param <T> a result, which holds native memory
 */
public final class Prefetcher<T extends AutoCloseable> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Prefetcher.class);

  private final Executor workers;

  /** Guarded by this. */
  private final Queue<FutureTask<Optional<T>>> ahead = new ArrayDeque<>();

  private volatile boolean isClosed;

  /** Creates a prefetcher that runs its tasks on {@code workers}, which the caller shuts down. */
  public Prefetcher(Executor workers) {
    this.workers = workers;
  }

  /**
   * Submits a task to the workers.
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
    return new CancellationException("the results were closed while they were being computed");
  }

  /** Returns the number of submitted tasks whose results were not taken. */
  public synchronized int size() {
    return ahead.size();
  }

  /**
   * Returns the next result, which the caller closes. The calling thread runs the task itself
   * unless a worker has started it. An interrupt does not end the wait, because tasks are short;
   * the thread's interrupt status remains set.
   *
   * @throws ExecutionException if the task failed; the next call returns the result of the next
   *     task
   * @throws NoSuchElementException if no task is left
   * @throws CancellationException if this is closed
   */
  public T next() throws ExecutionException {
    return Workers.get(remove()).orElseThrow(Prefetcher::cancelled);
  }

  private synchronized FutureTask<Optional<T>> remove() {
    checkOpen();
    return ahead.remove();
  }

  /** Drops the tasks that are not running, waits for the running ones, and releases all results. */
  @Override
  public void close() {
    try (NativeScope scope = new NativeScope()) {
      for (FutureTask<Optional<T>> task : end()) {
        try {
          Workers.get(task).ifPresent(scope::add);
        } catch (ExecutionException e) {
          LOG.debug("a result that is no longer needed could not be computed", e.getCause());
        }
      }
    }
  }

  /** Closes the queue, and returns the tasks whose results were not taken. */
  private synchronized List<FutureTask<Optional<T>>> end() {
    isClosed = true;
    List<FutureTask<Optional<T>>> rest = List.copyOf(ahead);
    ahead.clear();
    return rest;
  }
}
