package io.github.inceptionv2.internal.inference;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads besides the callers', and waiting for what they do. */
final class Workers {

  private static final int IDLE_SECONDS = 10;

  private Workers() {}

  /** A pool whose threads end while there is nothing to do, and do not keep the JVM. */
  static ThreadPoolExecutor pool(String name, int count) {
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
   * Does {@code task} here unless another thread has begun to, and waits for it. An interrupt is
   * left to the caller: a task is done soon.
   */
  static <T> T get(FutureTask<T> task) throws ExecutionException {
    task.run();
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
}
