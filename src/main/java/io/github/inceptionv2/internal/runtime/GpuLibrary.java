package io.github.inceptionv2.internal.runtime;

/** Looks for TensorFlow's GPU library on the class path. */
public final class GpuLibrary {

  private static final String RESOURCE =
      "org/tensorflow/internal/c_api/linux-x86_64-gpu/libtensorflow_cc.so.2";

  private GpuLibrary() {}

  /** Returns true if TensorFlow may use a GPU. */
  public static boolean isPresent() {
    return GpuLibrary.class.getClassLoader().resources(RESOURCE).findAny().isPresent();
  }
}
