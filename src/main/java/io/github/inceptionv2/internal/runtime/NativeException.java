package io.github.inceptionv2.internal.runtime;

import org.jspecify.annotations.Nullable;

/** TensorFlow cannot be loaded, has no such device, refused or failed. */
public final class NativeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** The step that failed. */
  public enum Kind {
    /** Loading the native library. */
    LIBRARY,
    /** Finding the device, or the instructions of a processor, that were asked for. */
    DEVICE,
    /** Anything after that; the cause is TensorFlow's own exception. */
    RUN
  }

  /** Carries TensorFlow's reason on. */
  public NativeException(String message, @Nullable Throwable cause) {
    this(Kind.RUN, message, cause);
  }

  /** Tells the step that failed, too. */
  public NativeException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns the step that failed. */
  public Kind kind() {
    return kind;
  }
}
