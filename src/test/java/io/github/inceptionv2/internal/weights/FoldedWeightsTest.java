package io.github.inceptionv2.internal.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Folding batch norm gives the numbers that were computed by hand. */
class FoldedWeightsTest {

  private final Map<String, VariableValue> values = new LinkedHashMap<>();

  private void put(String name, List<Long> shape, float... numbers) {
    values.put(name, new VariableValue(numbers, shape));
  }

  private float[] fold(String name) throws Exception {
    return new FoldedWeights(new HeapWeights(values, Path.of("by hand"))).read(name);
  }

  /**
   * Variances plus the epsilon of 0.001 are 1/4 and 4, so the standard deviations are 1/2 and 2.
   */
  private void putBatchNorm() {
    put("a/BatchNorm/moving_variance", List.of(2L), 0.249f, 3.999f);
    put("a/BatchNorm/moving_mean", List.of(2L), 3, 5);
    put("a/BatchNorm/beta", List.of(2L), 10, 20);
  }

  @Test
  void batchNorm_dividesWeightsAndMovesBiases() throws Exception {
    put("a/weights", List.of(1L, 1L, 2L, 2L), 1, 2, 3, 4);
    putBatchNorm();

    assertArrayEquals(new float[] {2, 1, 6, 2}, fold("a/weights"), 1e-6f);
    assertArrayEquals(new float[] {10 - 6, 20 - 2.5f}, fold("a/biases"), 1e-5f);
  }

  @Test
  void layerWithoutBatchNorm_isUnchanged() throws Exception {
    put("logits/weights", List.of(1L, 1L, 1L, 2L), 7, 8);
    put("logits/biases", List.of(2L), 9, 10);

    assertArrayEquals(new float[] {7, 8}, fold("logits/weights"));
    assertArrayEquals(new float[] {9, 10}, fold("logits/biases"));
  }

  /** Each of two channels has two outputs, and an output sees only its own channel. */
  @Test
  void depthwiseWeights_becomeDense() throws Exception {
    put("stem/depthwise_weights", List.of(1L, 2L, 2L, 2L), 1, 2, 3, 4, 5, 6, 7, 8);

    assertArrayEquals(
        new float[] {1, 2, 0, 0, 0, 0, 3, 4, 5, 6, 0, 0, 0, 0, 7, 8},
        fold("stem/depthwise_weights"));
  }

  /** An output is the sum over its channels' two depthwise outputs, by their pointwise weights. */
  @Test
  void stem_isOneConvolution() throws Exception {
    put("stem/depthwise_weights", List.of(1L, 2L, 2L, 2L), 1, 2, 3, 4, 5, 6, 7, 8);
    put("stem/pointwise_weights", List.of(1L, 1L, 4L, 2L), 1, 10, 2, 20, 3, 30, 4, 40);

    assertArrayEquals(new float[] {5, 50, 25, 250, 17, 170, 53, 530}, fold("stem/weights"), 1e-4f);
  }

  @Test
  void weightTooLargeForAFloat_isRefusedByName() {
    put("a/weights", List.of(1L, 1L, 1L, 2L), 3e38f, 1);
    putBatchNorm();

    var e = assertThrows(ModelFormatException.class, () -> fold("a/weights"));
    assertTrue(e.getMessage().contains("variable a/weights is too large"), e.getMessage());
  }
}
