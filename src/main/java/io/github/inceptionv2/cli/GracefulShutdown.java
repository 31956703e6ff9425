package io.github.inceptionv2.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets running work finish when the JVM exits, for example after Ctrl-C. */
final class GracefulShutdown implements AutoCloseable {

  /**
   * Enough for a step with large images and for writing a checkpoint, which take some seconds each.
   */
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch isOver = new CountDownLatch(1);
  private Thread hook;

  /** Runs {@code cancel} when the JVM exits, and delays the exit until this object is closed. */
  void onExit(Runnable cancel) {
    hook =
        new Thread(
            () -> {
              cancel.run();
              await();
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await() {
    try {
      isOver.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    isOver.countDown();
    try {
      if (hook != null) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    } catch (IllegalStateException e) {
      // the JVM is exiting, and the hook is running
    }
  }
}
