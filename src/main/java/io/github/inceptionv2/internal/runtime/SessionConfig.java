package io.github.inceptionv2.internal.runtime;

import java.util.Optional;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;

/**
 * How a session runs.
 *
 * @param threads that run operations side by side
 * @param parallelRuns among which the threads are divided, to share the work of one operation
 * @param device where: {@code CPU}, {@code GPU} or {@code GPU:1}; absent to leave it to TensorFlow
 * @param growsGpuMemory whether a GPU's memory is taken bit by bit, as it is needed
 * @param gpuMemoryLimit in bytes; 0 for none
 */
public record SessionConfig(
    int threads,
    int parallelRuns,
    Optional<String> device,
    boolean growsGpuMemory,
    long gpuMemoryLimit) {

  private static final String CPU = "CPU";

  /**
   * As many threads as there are processors, anywhere. The JVM's count knows the limits of a
   * container, TensorFlow's own does not.
   */
  public static final SessionConfig DEFAULT =
      new SessionConfig(Runtime.getRuntime().availableProcessors(), 1, Optional.empty(), true, 0);

  /** The same on the CPU, whatever there is besides. */
  public SessionConfig onCpu() {
    return new SessionConfig(
        threads, parallelRuns, Optional.of(CPU), growsGpuMemory, gpuMemoryLimit);
  }

  /** Returns whether the CPU was asked for by name. */
  boolean isCpuAsked() {
    return device.equals(Optional.of(CPU));
  }

  /** How many threads share the work of one operation. */
  int threadsOfARun() {
    return threads / parallelRuns;
  }

  /** What each operation is told, such as {@code /device:GPU:1}; empty for no wish. */
  String placement() {
    return device.filter(name -> !name.equals(CPU)).map(name -> "/device:" + name).orElse("");
  }

  ConfigProto proto() {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threadsOfARun())
            .setInterOpParallelismThreads(threads)
            .setGpuOptions(gpu())
            .setAllowSoftPlacement(true)
            // A session's graph never changes here. TensorFlow then keeps fewer copies of it, and
            // prepares only what is run, which spares half of the time that a first run takes.
            .setGraphOptions(GraphOptions.newBuilder().setPlacePrunedGraph(true))
            .setExperimental(
                ConfigProto.Experimental.newBuilder()
                    .setOptimizeForStaticGraph(true)
                    .setDisableOutputPartitionGraphs(true));
    if (isCpuAsked()) {
      config.putDeviceCount("GPU", 0);
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
