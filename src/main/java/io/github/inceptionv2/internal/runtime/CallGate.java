package io.github.inceptionv2.internal.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lets calls in until it is closed, and lets closing wait for the calls that are in.
 *
 * <p>Safe for several threads.
 */
public final class CallGate {

  private final String name;

  /** How many calls of each thread are inside. */
  private final Map<Thread, Integer> inside = new HashMap<>();

  private boolean isClosed;

  /** {@code name} is what the message of a call after closing names. */
  public CallGate(String name) {
    this.name = name;
  }

  /**
   * Runs {@code body} inside.
   *
   * @throws IllegalStateException if this gate is closed, unless the calling thread is inside
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
   * Does nothing if this gate is open, or the calling thread is inside.
   *
   * @throws IllegalStateException if this gate is closed
   */
  public synchronized void checkOpen() {
    if (isClosed && !inside.containsKey(Thread.currentThread())) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  /** Returns whether this gate lets calls in. */
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

  /** The failure of whoever closes this gate on behalf of a call that is inside. */
  public IllegalStateException ownCall() {
    return new IllegalStateException(
        name + " cannot be closed by a listener of its own call; give that to another thread");
  }

  /**
   * Refuses new calls, waits for those inside, and returns whether it was open until now.
   *
   * @throws IllegalStateException if this thread is inside, which would wait for itself
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
        // Native memory in use cannot be released: wait on, and leave the interrupt to the caller.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return wasOpen;
  }
}
