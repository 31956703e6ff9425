package io.github.inceptionv2.internal.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Holds resources that belong together and closes them in reverse order of their registration.
 *
 * <p>Closing continues after a failure; later failures are added to the first as suppressed.
 * Closing again does nothing. Not thread-safe.
 */
public final class NativeScope implements AutoCloseable {

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  /** Takes ownership of {@code resource} and returns it. */
  public <T extends AutoCloseable> T add(T resource) {
    resources.push(resource);
    return resource;
  }

  /** Closes {@code resource} after {@code failure}. A failure to close is added as suppressed. */
  public static void closeAfter(Throwable failure, AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new NativeException("cannot release native resources", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
