package io.github.inceptionv2.internal.store;

import java.io.InterruptedIOException;

/** Converts an interrupt to an exception. */
final class Interruption {

  private Interruption() {}

  /** Returns the exception to throw and restores the thread's interrupt status. */
  static InterruptedIOException of(Exception cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException e = new InterruptedIOException("interrupted while fetching a model");
    e.initCause(cause);
    return e;
  }
}
