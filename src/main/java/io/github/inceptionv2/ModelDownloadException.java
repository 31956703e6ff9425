package io.github.inceptionv2;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Says that a model could not be had from anywhere. The message names each place that was tried
 * with its reason, and the file to put where to go on by hand.
 */
public final class ModelDownloadException extends IOException {
  private static final long serialVersionUID = 1;

  private final @Nullable URI uri;

  /** 0 if there was no answer. */
  private final int status;

  /**
   * Carries all parts; for tests of applications, as this library makes its own.
   *
   * @param uri the address that was tried last, if any was
   * @param status the HTTP status of the answer, if there was one
   */
  public ModelDownloadException(
      String message, @Nullable URI uri, OptionalInt status, @Nullable Throwable cause) {
    super(message, cause);
    this.uri = uri;
    this.status = status.orElse(0);
  }

  /** Returns the address that was tried last; empty if none was, as in offline mode. */
  public Optional<URI> uri() {
    return Optional.ofNullable(uri);
  }

  /** Returns the HTTP status of its answer; empty if there was no answer. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }
}
