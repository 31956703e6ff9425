package io.github.inceptionv2.internal.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Admits calls until it is closed; closing waits for the calls in progress.
 *
 * <p>Thread-safe.
 */
public final class CallGate {

  private final String name;

  /** The number of calls in progress of each thread. */
  private final Map<Thread, Integer> inside = new HashMap<>();

  private boolean isClosed;

  /** Creates an open gate for the object called {@code name} in error messages. */
  public CallGate(String name) {
    this.name = name;
  }

  /**
   * Runs {@code body} as a call.
   *
   * @throws IllegalStateException if this gate is closed, unless the calling thread has a call in
   *     progress
   */
  public <T> T call(Supplier<T> body) {
    enter();
    try {
      return body.get();
    } finally {
      leave();
    }
  }

  /**
   * Checks that this gate is open, or that the calling thread has a call in progress.
   *
   * @throws IllegalStateException if this gate is closed
   */
  public synchronized void checkOpen() {
    if (isClosed && !inside.containsKey(Thread.currentThread())) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  /** Returns true if this gate admits calls. */
  public synchronized boolean isOpen() {
    return !isClosed;
  }

  private synchronized void enter() {
    checkOpen();
    inside.merge(Thread.currentThread(), 1, Integer::sum);
  }

  private synchronized void leave() {
    inside.computeIfPresent(
        Thread.currentThread(), (thread, calls) -> calls == 1 ? null : calls - 1);
    notifyAll();
  }

  /** Returns the exception for closing this gate from within one of its own calls. */
  public IllegalStateException ownCall() {
    return new IllegalStateException(
        name + " cannot be closed by a listener of its own call; close it on another thread");
  }

  /**
   * Rejects new calls, waits for the calls in progress, and returns true if this gate was open.
   *
   * @throws IllegalStateException if the calling thread has a call in progress and would wait for
   *     itself
   */
  public synchronized boolean close() {
    if (inside.containsKey(Thread.currentThread())) {
      throw ownCall();
    }
    boolean wasOpen = !isClosed;
    isClosed = true;
    boolean interrupted = false;
    while (!inside.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Native memory in use cannot be released: keep waiting and restore the interrupt later.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return wasOpen;
  }
}
