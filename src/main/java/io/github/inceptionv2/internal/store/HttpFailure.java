package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.time.Duration;

/** Says why a server did not give what it was asked for. */
final class HttpFailure extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final boolean isTransient;
  private final Duration retryAfter;

  /**
   * Made when there is no whole answer.
   *
   * @param isTransient whether it may be otherwise the next time
   */
  HttpFailure(String message, boolean isTransient, Throwable cause) {
    this(message, 0, isTransient, Duration.ZERO, cause);
  }

  private HttpFailure(
      String message, int status, boolean isTransient, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.isTransient = isTransient;
    this.retryAfter = retryAfter;
  }

  /**
   * Made of an answer.
   *
   * @param retryAfter how long the server asks to wait; zero if it says nothing
   */
  static HttpFailure ofStatus(int status, Duration retryAfter) {
    boolean isTransient = status == 408 || status == 429 || status >= 500;
    return new HttpFailure("HTTP status " + status, status, isTransient, retryAfter, null);
  }

  /** Returns the same failure with another message. */
  HttpFailure withMessage(String message) {
    return new HttpFailure(message, status, isTransient, retryAfter, this);
  }

  /** The status of the answer; 0 if there was none. */
  int status() {
    return status;
  }

  boolean isTransient() {
    return isTransient;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
