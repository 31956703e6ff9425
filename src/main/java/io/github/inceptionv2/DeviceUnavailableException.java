package io.github.inceptionv2;

import org.jspecify.annotations.Nullable;

/**
 * Says that TensorFlow does not see the device that {@link RuntimeOptions.Builder#device} requires,
 * or cannot compute in the precision that {@link RuntimeOptions.Builder#requirePrecision} requires.
 * The message lists the devices that are there, or says what the precision lacks.
 */
public final class DeviceUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Carries the message and TensorFlow's own exception, if there is one. */
  public DeviceUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
