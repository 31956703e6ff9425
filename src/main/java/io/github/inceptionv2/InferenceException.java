package io.github.inceptionv2;

import org.jspecify.annotations.Nullable;

/** Signals that TensorFlow failed on valid input, for example because memory ran out. */
public final class InferenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an exception whose cause is TensorFlow's own exception. */
  public InferenceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
