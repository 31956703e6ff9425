package io.github.inceptionv2.internal.store;

import java.io.InterruptedIOException;

/** What becomes of an interrupt, wherever it meets a fetch. */
final class Interruption {

  private Interruption() {}

  /** Makes the exception that all callers see, and leaves the thread interrupted. */
  static InterruptedIOException of(Exception cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException e = new InterruptedIOException("interrupted while fetching a model");
    e.initCause(cause);
    return e;
  }
}
