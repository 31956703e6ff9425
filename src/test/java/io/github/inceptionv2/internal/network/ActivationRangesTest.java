package io.github.inceptionv2.internal.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.NodeDef;

class ActivationRangesTest {

  private static ActivationRanges with(Map<String, Float> others) {
    Map<String, Float> maxima = new LinkedHashMap<>();
    ActivationRanges.LAYERS.forEach(path -> maxima.put(path, 1f));
    maxima.putAll(others);
    return new ActivationRanges(maxima);
  }

  private static float joined(Map<String, Float> others, String path) {
    return with(others).joined(Architecture.LAYERS).maxima().get(path);
  }

  @Test
  void layers_areAllConvolutionsButTheLogits() {
    assertEquals(69, ActivationRanges.LAYERS.size());
    assertEquals("Conv2d_1a_7x7", ActivationRanges.LAYERS.get(0));
    assertTrue(ActivationRanges.LAYERS.contains("Mixed_5c/Branch_3/Conv2d_0b_1x1"));
  }

  @Test
  void joinedBranches_getTheWidestRange() {
    Map<String, Float> wide = Map.of("Mixed_4b/Branch_2/Conv2d_0c_3x3", 9f);

    assertEquals(9, joined(wide, "Mixed_4b/Branch_0/Conv2d_0a_1x1"));
    assertEquals(9, joined(wide, "Mixed_4b/Branch_3/Conv2d_0b_1x1"));
    assertEquals(1, joined(wide, "Mixed_4b/Branch_2/Conv2d_0b_3x3"), "inside a branch");
    assertEquals(1, joined(wide, "Mixed_4c/Branch_0/Conv2d_0a_1x1"), "another module");
  }

  /** One branch of Mixed_5a only pools its input. */
  @Test
  void inputThatPassesThrough_sharesTheRange() {
    Map<String, Float> wide = Map.of("Mixed_5a/Branch_0/Conv2d_1a_3x3", 7f);

    assertEquals(7, joined(wide, "Mixed_4e/Branch_0/Conv2d_0a_1x1"));
    assertEquals(7, joined(wide, "Mixed_5a/Branch_1/Conv2d_1a_3x3"));
    assertEquals(1, joined(wide, "Mixed_5b/Branch_0/Conv2d_0a_1x1"));
  }

  @Test
  void branchesOfTheLastModule_keepTheirRanges() {
    Map<String, Float> wide = Map.of("Mixed_5c/Branch_0/Conv2d_0a_1x1", 5f);

    assertEquals(5, joined(wide, "Mixed_5c/Branch_0/Conv2d_0a_1x1"));
    assertEquals(1, joined(wide, "Mixed_5c/Branch_2/Conv2d_0c_3x3"));
  }

  @Test
  void quantizedGraph_isQuantizedUpToTheLastModule() {
    assertEquals(69, quantizedConvolutions(Kernels.ONEDNN_INT8));
    assertEquals(67, quantizedConvolutions(Kernels.ONEDNN_INT8_AMX));
    assertEquals(67, quantizedConvolutions(Kernels.ONEDNN_INT7));
  }

  private static long quantizedConvolutions(Kernels kernels) {
    List<String> operations =
        NetworkBuilder.buildQuantized(5, with(Map.of()), kernels).graph().getNodeList().stream()
            .map(NodeDef::getOp)
            .toList();
    assertFalse(operations.contains("_MklNativeAvgPool"));
    return operations.stream().filter("_FusedQuantizedConv2D"::equals).count();
  }
}
