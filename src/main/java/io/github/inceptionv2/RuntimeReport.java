package io.github.inceptionv2;

import java.nio.file.Path;
import java.util.List;

/**
 * What a model runs on: what a convolution that is run tells, not what should be, but for {@code
 * isOptimized} and, of an optimized model, {@code isOneDnn}, which are how its graph was built.
 *
 * @param tensorFlowVersion such as {@code 2.18.0}
 * @param devices all that TensorFlow sees, such as {@code CPU:0} and {@code GPU:0}
 * @param device the one that convolutions run on
 * @param threads that were asked for
 * @param threadsInEffect that share the work of an operation: what the first model of this process
 *     asked for
 * @param isOneDnn whether the model's convolutions run in oneDNN: those of an {@link
 *     RuntimeOptions.Builder#optimized optimized} model do where it is built in; of others,
 *     TensorFlow runs them there on CPUs with AVX-512 VNNI or the like, or if the environment
 *     variable {@code TF_ENABLE_ONEDNN_OPTS} says so
 * @param isOptimized whether batch norm was folded into the weights; not of a module whose own
 *     graph may compute something else, which is run as it is
 * @param nativeCache the directory that TensorFlow's native library was unpacked to
 */
public record RuntimeReport(
    String tensorFlowVersion,
    List<String> devices,
    String device,
    int threads,
    int threadsInEffect,
    boolean isOneDnn,
    boolean isOptimized,
    Path nativeCache) {

  public RuntimeReport {
    devices = List.copyOf(devices);
  }
}
