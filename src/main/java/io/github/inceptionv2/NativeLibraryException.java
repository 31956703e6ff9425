package io.github.inceptionv2;

import org.jspecify.annotations.Nullable;

/**
 * Says that TensorFlow's native library cannot be loaded on this machine: wrong platform, missing
 * jar, processor without AVX, full disk. The message says which, and what to do.
 */
public final class NativeLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Carries the message and the JVM's own error. */
  public NativeLibraryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
