package io.github.inceptionv2;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says that a model could not be had from anywhere. The message names each place that was tried
 * with its reason, and the file to put where to go on by hand.
 */
public final class ModelDownloadException extends IOException {
  private static final long serialVersionUID = 1;

  private final @Nullable URI uri;
  private final int status;

  ModelDownloadException(String message, @Nullable URI uri, int status, Throwable cause) {
    super(message, cause);
    this.uri = uri;
    this.status = status;
  }

  /** Returns the address that was tried last; empty if none was, as in offline mode. */
  public Optional<URI> uri() {
    return Optional.ofNullable(uri);
  }

  /** Returns the HTTP status that it answered with; 0 if there was no answer. */
  public int status() {
    return status;
  }
}
