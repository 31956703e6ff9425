package io.github.inceptionv2;

/** Says that TensorFlow failed though its input was valid, such as for want of memory. */
public final class InferenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Carries the reason on. */
  public InferenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
