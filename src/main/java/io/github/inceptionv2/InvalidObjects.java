package io.github.inceptionv2;

import java.io.InvalidObjectException;

/** Says that a serialized object was altered on its way. */
final class InvalidObjects {

  private InvalidObjects() {}

  /** Returns the exception that reading {@code what} ends with. */
  static InvalidObjectException of(String what, RuntimeException cause) {
    InvalidObjectException e =
        new InvalidObjectException("damaged " + what + ": " + cause.getMessage());
    e.initCause(cause);
    return e;
  }
}
