package io.github.inceptionv2;

import org.jspecify.annotations.Nullable;

/**
 * Signals that TensorFlow's native library cannot be loaded on this machine: wrong platform,
 * missing jar, processor without AVX, or full disk. The message gives the reason, and says what to
 * do.
 */
public final class NativeLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an exception whose cause is the JVM's own error. */
  public NativeLibraryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
