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
 * Runs calls from virtual threads on platform threads. A virtual thread would pin its carrier
 * thread while TensorFlow computes, and block the application's other virtual threads.
 *
 * <p>Thread-safe.
 */
public final class PlatformThreads implements AutoCloseable {

  /** {@code Thread.isVirtual()}, or null on JDK 17, which does not have it. */
  private static final MethodHandle IS_VIRTUAL = find();

  private final ThreadPoolExecutor platform;

  /**
   * Creates a pool that is empty until a virtual thread calls.
   *
   * @param count the maximum number of concurrent calls; further calls wait
   */
  public PlatformThreads(int count) {
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

  /** Returns true if the calling thread is virtual. */
  static boolean isVirtual() {
    try {
      return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (Throwable e) {
      throw new AssertionError("Thread.isVirtual throws nothing", e);
    }
  }

  /**
   * Runs {@code body} on the calling thread, or on a pool thread if the calling thread is virtual.
   * An interrupt does not end the call, because native memory is in use until {@code body} ends;
   * the thread's interrupt status remains set.
   */
  public <T> T call(Supplier<T> body) {
    if (!isVirtual()) {
      return body.get();
    }
    FutureTask<T> task = new FutureTask<>(body::get);
    try {
      platform.execute(task);
    } catch (RejectedExecutionException e) {
      return body.get(); // this pool is closed, which the body detects
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
