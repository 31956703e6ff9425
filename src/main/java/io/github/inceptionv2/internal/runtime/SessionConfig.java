package io.github.inceptionv2.internal.runtime;

import java.util.Optional;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;

/**
 * The configuration of a session.
 *
 * @param threads number of threads that run operations in parallel
 * @param parallelRuns maximum number of concurrent runs; if it equals the number of threads, each
 *     operation runs on one thread
 * @param device {@code CPU}, {@code GPU} or {@code GPU:1}; absent to let TensorFlow choose
 * @param growsGpuMemory true to allocate a GPU's memory on demand
 * @param gpuMemoryLimit in bytes; 0 for no limit
 */
public record SessionConfig(
    int threads,
    int parallelRuns,
    Optional<String> device,
    boolean growsGpuMemory,
    long gpuMemoryLimit) {

  private static final String CPU = "CPU";

  /**
   * The default: one thread per processor, on any device. The JVM's count of processors respects
   * the limits of a container; TensorFlow's own count does not.
   */
  public static final SessionConfig DEFAULT =
      new SessionConfig(Runtime.getRuntime().availableProcessors(), 1, Optional.empty(), true, 0);

  /** Returns this configuration on the CPU, whatever other devices there are. */
  public SessionConfig onCpu() {
    return new SessionConfig(
        threads, parallelRuns, Optional.of(CPU), growsGpuMemory, gpuMemoryLimit);
  }

  /** Returns true if the CPU was requested by name. */
  boolean isCpuAsked() {
    return device.equals(Optional.of(CPU));
  }

  /**
   * Returns the number of threads that share the work of one operation. TensorFlow has one pool of
   * this size for all runs, so fewer threads than all would leave processors idle, unless each
   * operation runs on one thread instead.
   */
  int threadsOfAnOperation() {
    return parallelRuns < threads ? threads : 1;
  }

  /**
   * Returns the device for all operations, such as {@code /device:GPU:1}; empty if TensorFlow
   * chooses the devices.
   */
  String placement() {
    return device.filter(name -> !name.equals(CPU)).map(name -> "/device:" + name).orElse("");
  }

  ConfigProto proto() {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threadsOfAnOperation())
            .setInterOpParallelismThreads(threads)
            .setGpuOptions(gpu())
            .setAllowSoftPlacement(true)
            // A session's graph never changes, so TensorFlow can keep fewer copies of it and
            // prepare only the nodes that run. This halves the time of a first run.
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
