package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

/** The devices, the platform and the environment decide which kernels a network may use. */
class KernelConditionsTest {

  private static SessionConfig on(String device) {
    return new SessionConfig(1, 1, Optional.ofNullable(device), true, 0);
  }

  @Test
  void onlyCpus_ifRequestedOrNothingElseExists() {
    assertTrue(Devices.areOnlyCpus(on("CPU")));
    assertFalse(Devices.areOnlyCpus(on("GPU")));
    assertFalse(Devices.areOnlyCpus(on("GPU:1")));
    boolean isGpuThere =
        Devices.list(on(null)).stream().anyMatch(device -> !device.startsWith("CPU"));
    assertEquals(!isGpuThere, Devices.areOnlyCpus(on(null)));
  }

  @Test
  void oneDnn_isAllowedOnX86UnlessTheEnvironmentSaysNo() {
    assertTrue(OneDnn.isAllowed("amd64", null));
    assertTrue(OneDnn.isAllowed("x86_64", "1"));
    assertFalse(OneDnn.isAllowed("amd64", "0"));
    assertFalse(OneDnn.isAllowed("amd64", "False"));
    assertFalse(OneDnn.isAllowed("aarch64", null));
    assertFalse(OneDnn.isAllowed("aarch64", "1"));
  }

  /** Eigen's kernels in a folded network depend on this. */
  @Test
  void oneDnn_replacesConv2DButNotTheGeneralConvolution() {
    assumeTrue(OneDnn.isUsable(), "no oneDNN");
    try (GraphSession session = GraphSession.openTraced(convolutions(), on("CPU"));
        TFloat32 images = TFloat32.tensorOf(Shape.of(1, 8, 8, 16))) {
      List<String> operations =
          session.trace(Map.of("images", images), "sum").getPartitionGraphsList().stream()
              .flatMap(graph -> graph.getNodeList().stream())
              .map(NodeDef::getOp)
              .toList();
      assertTrue(operations.contains("Conv"), operations.toString());
      assertFalse(operations.contains("Conv2D"), operations.toString());
      assertTrue(operations.stream().anyMatch(op -> op.startsWith("_Mkl")), operations.toString());
    }
  }

  private static GraphDef convolutions() {
    NativeLibrary.load();
    try (Graph graph = new Graph()) {
      Operations operations = new Operations(graph);
      Output<?> images = operations.placeholder("images", DataType.DT_FLOAT, -1, -1, -1, 16);
      Output<?> kernel =
          operations.constant("kernel", Tensors.of(new float[9 * 16 * 16], 3, 3, 16, 16));
      Output<?>[] results = new Output<?>[2];
      for (String op : List.of("Conv2D", "Conv")) {
        results[op.equals("Conv") ? 1 : 0] =
            operations
                .begin(op, op, images, kernel)
                .setAttr("strides", new long[] {1, 1, 1, 1})
                .setAttr("padding", "SAME")
                .build()
                .output(0);
      }
      operations.begin("AddV2", "sum", results[0], results[1]).build();
      return graph.toGraphDef();
    }
  }
}
