package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.net.URI;

/** Says that a model could not be had from anywhere. */
public final class FetchException extends IOException {
  private static final long serialVersionUID = 1;

  private final URI uri;
  private final int status;

  FetchException(String message, URI uri, int status, Throwable cause) {
    super(message, cause);
    this.uri = uri;
    this.status = status;
  }

  /** The address that was tried last; null if none was. */
  public URI uri() {
    return uri;
  }

  /** The HTTP status of its answer; 0 if there was none. */
  public int status() {
    return status;
  }
}
