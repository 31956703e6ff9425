package io.github.inceptionv2.internal.inference;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Creates worker threads, and waits for their tasks. */
public final class Workers {

  private static final int IDLE_SECONDS = 10;

  private Workers() {}

  /** Returns a pool of daemon threads that end when they are idle. */
  public static ThreadPoolExecutor pool(String name, int count) {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            body -> {
              Thread thread = new Thread(body, name);
              thread.setDaemon(true);
              return thread;
            });
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  /**
   * Runs {@code task} on the calling thread unless another thread has started it, and waits for the
   * result. An interrupt does not end the wait, because tasks are short; the thread's interrupt
   * status remains set.
   */
  public static <T> T get(FutureTask<T> task) throws ExecutionException {
    task.run();
    return await(task);
  }

  /**
   * Waits for {@code task}. An interrupt does not end the wait; the thread's interrupt status
   * remains set.
   */
  static <T> T await(FutureTask<T> task) throws ExecutionException {
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Throws the failure of a task that throws no checked exception. */
  static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
