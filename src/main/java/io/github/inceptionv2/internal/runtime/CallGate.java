package io.github.inceptionv2.internal.runtime;

import java.util.function.Supplier;

/**
 * Lets calls in until it is closed, and lets closing wait for the calls that are in.
 *
 * <p>Safe for several threads.
 */
public final class CallGate {

  private final String name;
  private int inside;
  private boolean isClosed;

  /** {@code name} is what the message of a call after closing names. */
  public CallGate(String name) {
    this.name = name;
  }

  /**
   * Runs {@code body} inside.
   *
   * @throws IllegalStateException if this gate is closed
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
   * Does nothing if this gate is open.
   *
   * @throws IllegalStateException if this gate is closed
   */
  public synchronized void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  private synchronized void enter() {
    checkOpen();
    inside++;
  }

  private synchronized void leave() {
    inside--;
    notifyAll();
  }

  /** Refuses new calls, waits for those inside, and returns whether it was open until now. */
  public synchronized boolean close() {
    boolean wasOpen = !isClosed;
    isClosed = true;
    boolean interrupted = false;
    while (inside > 0) {
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
