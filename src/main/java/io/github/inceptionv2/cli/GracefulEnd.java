package io.github.inceptionv2.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets work that goes on when the JVM is told to end, by Ctrl-C for one, come to its own end. */
final class GracefulEnd implements AutoCloseable {

  /** A step at a large size takes some seconds, writing a checkpoint another. */
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch isOver = new CountDownLatch(1);
  private Thread hook;

  /** Runs {@code cancel} when the JVM ends, and lets it wait until this is closed. */
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
      // the JVM is ending: the hook runs
    }
  }
}
