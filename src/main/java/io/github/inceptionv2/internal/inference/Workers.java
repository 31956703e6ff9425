package io.github.inceptionv2.internal.inference;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads besides the callers', and waiting for what they do. */
public final class Workers {

  private static final int IDLE_SECONDS = 10;

  private Workers() {}

  /** A pool whose threads end while there is nothing to do, and do not keep the JVM. */
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
   * Runs {@code task} here unless another thread has begun to, and waits for it. An interrupt is
   * left to the caller: a task is done soon.
   */
  public static <T> T get(FutureTask<T> task) throws ExecutionException {
    task.run();
    return await(task);
  }

  /** Waits for {@code task}. An interrupt is left to the caller. */
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

  /** Throws {@code failure}, of a task that throws nothing checked. */
  static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
