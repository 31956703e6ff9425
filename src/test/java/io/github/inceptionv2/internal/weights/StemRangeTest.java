package io.github.inceptionv2.internal.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The estimated range of the stem fits filters whose outputs are known. */
class StemRangeTest {

  private static final int SIZE = 7;
  private static final int COLORS = 3;

  /** A filter of each colour, of which the pointwise weights take the sum. */
  private static float range(float[] filter, float bias) throws Exception {
    float[] depthwise = new float[SIZE * SIZE * COLORS];
    for (int i = 0; i < depthwise.length; i++) {
      depthwise[i] = filter[i / COLORS];
    }
    Map<String, VariableValue> values =
        Map.of(
            "stem/depthwise_weights", new VariableValue(depthwise, List.of(7L, 7L, 3L, 1L)),
            "stem/pointwise_weights",
                new VariableValue(new float[] {1, 1, 1}, List.of(1L, 1L, 3L, 1L)),
            "stem/biases", new VariableValue(new float[] {bias}, List.of(1L)));
    return StemRange.of(new HeapWeights(values, Path.of("by formula")), "stem");
  }

  private static float[] constant(float value) {
    float[] filter = new float[SIZE * SIZE];
    Arrays.fill(filter, value);
    return filter;
  }

  /** The output for a white image, which photographs reach. */
  @Test
  void mean_hasTheGreatestPossibleOutput() throws Exception {
    assertEquals(147 * 0.1 + 0.5, range(constant(0.1f), 0.5f), 1e-4);
  }

  /**
   * Two neighbours have a correlation of exp(-1/30), so the variance of their difference is that of
   * a colour, times 2 * (1 - exp(-1/30)), times 3 + 6 * 0.7 for the sum of three colours.
   */
  @Test
  void edge_hasEightStandardDeviations() throws Exception {
    float[] edge = constant(0);
    edge[24] = 1;
    edge[25] = -1;
    double variance = 0.35 * 2 * (1 - Math.exp(-1 / 30.0)) * (3 + 6 * 0.7);

    assertEquals(8 * Math.sqrt(variance), range(edge, 0), 1e-4);
    assertTrue(range(edge, 0) < 6, "the greatest possible output");
  }

  @Test
  void deadStem_hasARangeAboveZero() throws Exception {
    assertEquals(1e-3f, range(constant(0), -1));
  }

  @Test
  void weightThatIsNotFinite_isRefused() {
    assertThrows(ModelFormatException.class, () -> range(constant(Float.NaN), 0));
  }
}
