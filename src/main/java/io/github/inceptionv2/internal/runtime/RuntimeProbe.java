package io.github.inceptionv2.internal.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.types.TFloat32;

/**
 * The behaviour of TensorFlow on this machine, found by running a convolution and inspecting the
 * graph that TensorFlow made of it.
 *
 * @param tensorFlowVersion such as {@code 2.18.0}
 * @param devices all devices, such as {@code CPU:0}
 * @param device the device that ran the convolution
 * @param isOneDnn true if oneDNN ran the convolution
 * @param nativeCache the directory in which the native library was unpacked
 */
public record RuntimeProbe(
    String tensorFlowVersion,
    List<String> devices,
    String device,
    boolean isOneDnn,
    Path nativeCache) {

  private static final String IMAGES = "images";
  private static final String CONVOLVED = "convolved";

  /** The prefix of operations that TensorFlow passes to oneDNN, formerly Intel's MKL-DNN. */
  private static final String ONE_DNN_PREFIX = "_Mkl";

  private static final Map<SessionConfig, RuntimeProbe> KNOWN = new ConcurrentHashMap<>();

  /**
   * Probes a session of {@code config}, once per process: the probe takes half a second, and the
   * machine does not change while a process runs.
   *
   * @throws NativeException if TensorFlow fails, or the device does not exist
   */
  public static RuntimeProbe of(SessionConfig config) {
    return KNOWN.computeIfAbsent(config, RuntimeProbe::run);
  }

  static RuntimeProbe run(SessionConfig config) {
    List<String> devices = Devices.list(config);
    try (GraphSession session = GraphSession.openTraced(convolution(), config);
        TFloat32 images = TFloat32.tensorOf(Shape.of(1, 8, 8, 16))) {
      RunMetadata trace = session.trace(Map.of(IMAGES, images), CONVOLVED);
      boolean isOneDnn =
          trace.getPartitionGraphsList().stream()
              .flatMap(graph -> graph.getNodeList().stream())
              .anyMatch(node -> node.getOp().startsWith(ONE_DNN_PREFIX));
      return new RuntimeProbe(
          TensorFlow.version(), devices, device(trace), isOneDnn, cacheDirectory());
    }
  }

  private static GraphDef convolution() {
    NativeLibrary.load();
    try (Graph graph = new Graph()) {
      Operations operations = new Operations(graph);
      Output<?> images = operations.placeholder(IMAGES, DataType.DT_FLOAT, -1, -1, -1, 16);
      Output<?> kernel =
          operations.constant("kernel", Tensors.of(new float[9 * 16 * 16], 3, 3, 16, 16));
      operations
          .begin("Conv2D", CONVOLVED, images, kernel)
          .setAttr("strides", new long[] {1, 1, 1, 1})
          .setAttr("padding", "SAME")
          .build();
      return graph.toGraphDef();
    }
  }

  /**
   * Returns the device that ran the convolution. The trace lists a GPU's copies under other
   * devices.
   */
  private static String device(RunMetadata trace) {
    return trace.getStepStats().getDevStatsList().stream()
        .filter(
            device ->
                device.getNodeStatsList().stream()
                    .anyMatch(node -> node.getNodeName().startsWith(CONVOLVED)))
        .map(device -> Devices.shortName(device.getDevice()))
        .findFirst()
        .orElseThrow(() -> new NativeException("TensorFlow's trace has no convolution", null));
  }

  private static Path cacheDirectory() {
    try {
      return Loader.getCacheDir().toPath();
    } catch (IOException e) {
      throw new NativeException("cannot find the cache of native libraries", e);
    }
  }
}
