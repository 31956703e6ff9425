package io.github.inceptionv2;

import java.nio.file.Path;
import java.util.List;

/**
 * The hardware and kernels that a model runs on, determined by running a convolution. For an
 * optimized model, {@link #isOptimized} and {@link #isOneDnn} follow from how its graph was built.
 * Immutable.
 */
public final class RuntimeReport {

  private final String tensorFlowVersion;
  private final List<String> devices;
  private final String device;
  private final int threads;
  private final int threadsInEffect;
  private final boolean isOneDnn;
  private final boolean isOptimized;
  private final Precision precision;
  private final Path nativeCache;

  RuntimeReport(
      String tensorFlowVersion,
      List<String> devices,
      String device,
      int threads,
      int threadsInEffect,
      boolean isOneDnn,
      boolean isOptimized,
      Precision precision,
      Path nativeCache) {
    this.tensorFlowVersion = tensorFlowVersion;
    this.devices = List.copyOf(devices);
    this.device = device;
    this.threads = threads;
    this.threadsInEffect = threadsInEffect;
    this.isOneDnn = isOneDnn;
    this.isOptimized = isOptimized;
    this.precision = precision;
    this.nativeCache = nativeCache;
  }

  /** Returns the version of the native library, such as {@code 2.18.0}. */
  public String tensorFlowVersion() {
    return tensorFlowVersion;
  }

  /** Returns all devices that TensorFlow sees, such as {@code CPU:0} and {@code GPU:0}. */
  public List<String> devices() {
    return devices;
  }

  /** Returns the device that convolutions run on. */
  public String device() {
    return device;
  }

  /** Returns the number of threads that {@link RuntimeOptions} requested. */
  public int threads() {
    return threads;
  }

  /**
   * Returns the number of threads that share the work of an operation, as set by the first model of
   * this process.
   */
  public int threadsInEffect() {
    return threadsInEffect;
  }

  /**
   * Returns whether convolutions run in oneDNN. For an {@link RuntimeOptions.Builder#optimized
   * optimized} model, they do if TensorFlow includes oneDNN and oneDNN is faster than TensorFlow's
   * own convolutions; on a virtual machine that hides the caches of an AMD processor, it is slower.
   * For other models, TensorFlow decides based on the processor (AVX-512 VNNI or newer) and the
   * environment variable {@code TF_ENABLE_ONEDNN_OPTS}.
   */
  public boolean isOneDnn() {
    return isOneDnn;
  }

  /**
   * Returns whether batch norm is folded into the weights; always false for a module that runs in
   * its own graph.
   */
  public boolean isOptimized() {
    return isOptimized;
  }

  /**
   * Returns the precision that the network computes in: the requested precision, or float32 if that
   * is not available.
   */
  public Precision precision() {
    return precision;
  }

  /** Returns the directory that TensorFlow's native library was unpacked to. */
  public Path nativeCache() {
    return nativeCache;
  }

  /** Returns the version, the device and the threads. */
  @Override
  public String toString() {
    return "RuntimeReport[TensorFlow "
        + tensorFlowVersion
        + " on "
        + device
        + " of "
        + devices
        + ", "
        + threadsInEffect
        + (threadsInEffect == 1 ? " thread" : " threads")
        + " per operation"
        + (isOneDnn ? ", oneDNN" : "")
        + (isOptimized ? ", optimized" : "")
        + ", "
        + precision
        + "]";
  }
}
