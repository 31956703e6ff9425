package io.github.inceptionv2;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Signals that a model could not be downloaded. The message lists each place that was tried and why
 * it failed, and says where to put the file by hand.
 */
public final class ModelDownloadException extends IOException {
  private static final long serialVersionUID = 1;

  private final @Nullable URI uri;

  /** The HTTP status; 0 if there was no response. */
  private final int status;

  /**
   * Creates an exception; public for tests of applications.
   *
   * @param uri the address that was tried last; null if none was tried
   * @param status the HTTP status of the response; empty if there was no response
   */
  public ModelDownloadException(
      String message, @Nullable URI uri, OptionalInt status, @Nullable Throwable cause) {
    super(message, cause);
    this.uri = uri;
    this.status = status.orElse(0);
  }

  /** Returns the address that was tried last; empty if none was tried, as in offline mode. */
  public Optional<URI> uri() {
    return Optional.ofNullable(uri);
  }

  /** Returns the HTTP status of the response from that address; empty if there was no response. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }
}
