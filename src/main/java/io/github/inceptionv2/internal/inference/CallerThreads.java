package io.github.inceptionv2.internal.inference;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * Runs calls of virtual threads on platform threads. A virtual thread would hold its carrier thread
 * for as long as TensorFlow computes, and with it the other virtual threads of the application.
 *
 * <p>Safe for several threads.
 */
public final class CallerThreads implements AutoCloseable {

  /** {@code Thread.isVirtual()}, which JDK 17 does not have; null there. */
  private static final MethodHandle IS_VIRTUAL = find();

  private final ThreadPoolExecutor platform;

  /**
   * Makes a pool that is empty until a virtual thread calls.
   *
   * @param count how many calls run at once; others wait
   */
  public CallerThreads(int count) {
    this.platform = Workers.pool("inception-v2-calls", count);
  }

  private static MethodHandle find() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** Returns whether the calling thread is virtual. */
  static boolean isVirtual() {
    try {
      return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (Throwable e) {
      throw new AssertionError("Thread.isVirtual throws nothing", e);
    }
  }

  /**
   * Runs {@code body}: on the calling thread, or for a virtual thread on one of the pool's. An
   * interrupt is left to the caller, as native memory is in use until {@code body} ends.
   */
  public <T> T call(Supplier<T> body) {
    if (!isVirtual()) {
      return body.get();
    }
    FutureTask<T> task = new FutureTask<>(body::get);
    try {
      platform.execute(task);
    } catch (RejectedExecutionException e) {
      return body.get(); // closed, which the body finds out
    }
    try {
      return Workers.await(task);
    } catch (ExecutionException e) {
      throw Workers.unchecked(e.getCause());
    }
  }

  @Override
  public void close() {
    platform.shutdown();
  }
}
