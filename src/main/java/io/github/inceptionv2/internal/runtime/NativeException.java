package io.github.inceptionv2.internal.runtime;

/** TensorFlow refused or failed; the cause is TensorFlow's own exception. */
public final class NativeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Carries TensorFlow's reason on. */
  public NativeException(String message, Throwable cause) {
    super(message, cause);
  }
}
