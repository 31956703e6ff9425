package io.github.inceptionv2;

import io.github.inceptionv2.internal.runtime.NativeException;

/** Translates failures of TensorFlow into public exceptions. */
final class NativeFailures {

  private NativeFailures() {}

  static RuntimeException translate(NativeException e) {
    return switch (e.kind()) {
      case LIBRARY -> new NativeLibraryException(e.getMessage(), e.getCause());
      case DEVICE -> new DeviceUnavailableException(e.getMessage(), e.getCause());
      case RUN -> new InferenceException("TensorFlow failed: " + e.getMessage(), e.getCause());
    };
  }
}
