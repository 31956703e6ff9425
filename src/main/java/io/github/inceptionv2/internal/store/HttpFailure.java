package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.time.Duration;

/** Thrown if a request fails; says whether a retry may help. */
final class HttpFailure extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final boolean isTransient;
  private final Duration retryAfter;

  /**
   * Creates a failure without a complete response.
   *
   * @param isTransient true if a retry may succeed
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
   * Returns the failure of a response with an error status.
   *
   * @param retryAfter the wait that the server asks for; zero if it asks for none
   */
  static HttpFailure ofStatus(int status, Duration retryAfter) {
    boolean isTransient = status == 408 || status == 429 || status >= 500;
    return new HttpFailure("HTTP status " + status, status, isTransient, retryAfter, null);
  }

  /** Returns this failure with another message. */
  HttpFailure withMessage(String message) {
    return new HttpFailure(message, status, isTransient, retryAfter, this);
  }

  /** Returns the status of the response; 0 if there was no response. */
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
