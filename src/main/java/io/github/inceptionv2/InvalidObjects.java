package io.github.inceptionv2;

import java.io.InvalidObjectException;

/** Creates exceptions for serialized objects that were altered. */
final class InvalidObjects {

  private InvalidObjects() {}

  /** Returns an exception for an invalid object of the kind {@code what}. */
  static InvalidObjectException of(String what, RuntimeException cause) {
    InvalidObjectException e =
        new InvalidObjectException("damaged " + what + ": " + cause.getMessage());
    e.initCause(cause);
    return e;
  }
}
