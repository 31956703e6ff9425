package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.net.URI;

/** Thrown if no source has a model. */
public final class FetchException extends IOException {
  private static final long serialVersionUID = 1;

  private final URI uri;
  private final int status;

  FetchException(String message, URI uri, int status, Throwable cause) {
    super(message, cause);
    this.uri = uri;
    this.status = status;
  }

  /** Returns the address that was tried last; null if none was tried. */
  public URI uri() {
    return uri;
  }

  /** Returns the HTTP status of the response from {@link #uri}; 0 if there was no response. */
  public int status() {
    return status;
  }
}
