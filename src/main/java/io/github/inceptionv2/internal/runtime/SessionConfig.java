package io.github.inceptionv2.internal.runtime;

import java.util.Optional;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;

/**
 * How a session runs.
 *
 * @param threads that share the work of one operation, and that run operations side by side
 * @param device where: {@code CPU}, {@code GPU} or {@code GPU:1}; absent to leave it to TensorFlow
 * @param growsGpuMemory whether a GPU's memory is taken bit by bit, as it is needed
 * @param gpuMemoryLimit in bytes; 0 for none
 * @param isConstant whether the graph has no variables and never changes, so that a session can do
 *     with fewer copies of it
 */
public record SessionConfig(
    int threads,
    Optional<String> device,
    boolean growsGpuMemory,
    long gpuMemoryLimit,
    boolean isConstant) {

  private static final String CPU = "CPU";

  /**
   * As many threads as there are processors, anywhere. The JVM's count knows the limits of a
   * container, TensorFlow's own does not.
   */
  public static final SessionConfig DEFAULT =
      new SessionConfig(
          Runtime.getRuntime().availableProcessors(), Optional.empty(), true, 0, false);

  /** The same on the CPU, whatever there is besides. */
  public SessionConfig onCpu() {
    return new SessionConfig(threads, Optional.of(CPU), growsGpuMemory, gpuMemoryLimit, isConstant);
  }

  /** The same for a graph that has no variables. */
  public SessionConfig constant() {
    return new SessionConfig(threads, device, growsGpuMemory, gpuMemoryLimit, true);
  }

  /** What each operation is told, such as {@code /device:GPU:1}; empty for no wish. */
  String placement() {
    return device.filter(name -> !name.equals(CPU)).map(name -> "/device:" + name).orElse("");
  }

  ConfigProto proto() {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(threads)
            .setGpuOptions(gpu())
            .setAllowSoftPlacement(true);
    if (device.equals(Optional.of(CPU))) {
      config.putDeviceCount("GPU", 0);
    }
    if (isConstant) {
      // Without this a session keeps four more copies of all constants.
      config.setGraphOptions(GraphOptions.newBuilder().setPlacePrunedGraph(true));
      config.setExperimental(
          ConfigProto.Experimental.newBuilder()
              .setOptimizeForStaticGraph(true)
              .setDisableOutputPartitionGraphs(true));
    }
    return config.build();
  }

  private GPUOptions.Builder gpu() {
    GPUOptions.Builder gpu = GPUOptions.newBuilder().setAllowGrowth(growsGpuMemory);
    if (gpuMemoryLimit > 0) {
      float mebibytes = Math.max(1, gpuMemoryLimit >> 20);
      gpu.setExperimental(
          GPUOptions.Experimental.newBuilder()
              .addVirtualDevices(
                  GPUOptions.Experimental.VirtualDevices.newBuilder().addMemoryLimitMb(mebibytes)));
    }
    return gpu;
  }
}
