package io.github.inceptionv2;

import org.jspecify.annotations.Nullable;

/**
 * Signals that TensorFlow does not see the device that {@link RuntimeOptions.Builder#device}
 * requires, or cannot compute in the precision that {@link RuntimeOptions.Builder#requirePrecision}
 * requires. The message lists the available devices, or says why the precision is not available.
 */
public final class DeviceUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an exception whose cause is TensorFlow's own exception, if there is one. */
  public DeviceUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
