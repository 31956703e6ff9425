package io.github.inceptionv2.internal.runtime;

import org.jspecify.annotations.Nullable;

/** Thrown if TensorFlow cannot be loaded, lacks the requested device, rejects a graph, or fails. */
public final class NativeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** The step that failed. */
  public enum Kind {
    /** Loading the native library. */
    LIBRARY,
    /** Finding the requested device or processor instructions. */
    DEVICE,
    /** Any later step; the cause is TensorFlow's own exception. */
    RUN
  }

  /** Creates an exception for a failed run, with TensorFlow's reason. */
  public NativeException(String message, @Nullable Throwable cause) {
    this(Kind.RUN, message, cause);
  }

  /** Creates an exception for the step that failed. */
  public NativeException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns the step that failed. */
  public Kind kind() {
    return kind;
  }
}
