package io.github.inceptionv2.internal.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.network.Initializer;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshWeightsTest {

  /** The standard deviation of a standard normal distribution that is truncated at 2. */
  private static final double TRUNCATED = 0.87962566;

  private static final Initializer NORMAL = new Initializer.TruncatedNormal(1);
  private static final List<VariableSpec> VARIABLES = NetworkBuilder.variables(5);
  private static final FreshWeights WEIGHTS = new FreshWeights(VARIABLES, 1);

  /**
   * The fan-in of a convolution is height x width x input channels. Its values have the variance 2
   * / fan-in: the 1.3 in TF-Slim's initializer compensates for truncation to within half a percent.
   */
  @ParameterizedTest
  @CsvSource({
    "InceptionV2/Conv2d_2c_3x3/weights,576",
    "InceptionV2/Mixed_3b/Branch_1/Conv2d_0b_3x3/weights,576",
    "InceptionV2/Mixed_4a/Branch_1/Conv2d_1a_3x3/weights,864",
    "InceptionV2/Mixed_5c/Branch_0/Conv2d_0a_1x1/weights,1024",
    "InceptionV2/Mixed_5c/Branch_2/Conv2d_0c_3x3/weights,2016"
  })
  void convolution_scaledVariance_isTwoOverFanIn(String name, int fanIn) {
    double deviation = Math.sqrt(1.3 * 2 / fanIn);
    float[] values = values(name);

    assertTruncatedNormal(values, deviation);
    assertEquals(Math.sqrt(2.0 / fanIn), deviation(values), 0.01 * deviation);
  }

  /** The deviations that inception_v2.py sets itself: trunc_normal(0.09), (0.1) and (1.0). */
  @ParameterizedTest
  @CsvSource({
    "InceptionV2/Mixed_5b/Branch_1/Conv2d_0a_1x1/weights,0.09",
    "InceptionV2/Mixed_5b/Branch_3/Conv2d_0b_1x1/weights,0.1",
    "InceptionV2/Conv2d_1a_7x7/pointwise_weights,1",
    "InceptionV2/Conv2d_1a_7x7/depthwise_weights,1"
  })
  void convolution_givenDeviation_isTruncatedAtTwiceIt(String name, double deviation) {
    assertTruncatedNormal(values(name), deviation);
  }

  @Test
  void logits_fewClasses_areDrawnTheSameWay() {
    assertTruncatedNormal(
        values("InceptionV2/Logits/Conv2d_1c_1x1/weights"), Math.sqrt(2.6 / 1024));
  }

  @Test
  void constants_areZeroExceptVariances() {
    int constants = 0;
    for (VariableSpec variable : VARIABLES) {
      String leaf = variable.name().substring(variable.name().lastIndexOf('/') + 1);
      if (!leaf.endsWith("weights")) {
        float[] expected = new float[variable.size()];
        Arrays.fill(expected, leaf.equals("moving_variance") ? 1 : 0);
        assertArrayEquals(expected, values(variable.name()), variable.name());
        constants++;
      }
    }
    assertEquals(3 * 68 + 2, constants);
  }

  @Test
  void read_sameSeed_sameBits() {
    FreshWeights again = new FreshWeights(VARIABLES, 1);
    for (VariableSpec variable : small(VARIABLES)) {
      assertArrayEquals(values(variable.name()), again.read(variable.name()));
    }
  }

  @Test
  void read_otherSeeds_unrelatedValues() {
    for (long seed : new long[] {0, 2, -1, 1L << 40, Long.MAX_VALUE}) {
      FreshWeights other = new FreshWeights(VARIABLES, seed);
      for (VariableSpec variable : small(drawn())) {
        assertUncorrelated(values(variable.name()), other.read(variable.name()));
      }
    }
  }

  @Test
  void read_otherOrderOrOtherVariables_sameBits() {
    List<VariableSpec> reversed = new ArrayList<>(NetworkBuilder.variables(9));
    Collections.reverse(reversed);
    FreshWeights other = new FreshWeights(reversed, 1);
    for (VariableSpec variable : small(NetworkBuilder.variables(0))) {
      assertArrayEquals(values(variable.name()), other.read(variable.name()));
    }
  }

  @Test
  void read_otherNames_unrelatedValues() {
    List<VariableSpec> alike =
        drawn().stream()
            .map(variable -> new VariableSpec(variable.name(), List.of(3L), true, NORMAL))
            .toList();
    FreshWeights weights = new FreshWeights(alike, 1);
    Set<List<Float>> values = new HashSet<>();
    for (VariableSpec variable : alike) {
      float[] three = weights.read(variable.name());
      values.add(List.of(three[0], three[1], three[2]));
    }

    assertEquals(alike.size(), values.size());
    assertUncorrelated(
        values("InceptionV2/Mixed_4b/Branch_2/Conv2d_0c_3x3/weights"),
        values("InceptionV2/Mixed_4c/Branch_2/Conv2d_0c_3x3/weights"));
  }

  @Test
  void names_andShapes_areThoseOfTheVariables() {
    assertEquals(VARIABLES.stream().map(VariableSpec::name).toList(), List.copyOf(WEIGHTS.names()));
    for (VariableSpec variable : VARIABLES) {
      assertEquals(variable.shape(), WEIGHTS.shape(variable.name()));
    }
    assertThrows(UnsupportedOperationException.class, () -> WEIGHTS.names().clear());
    assertEquals(Path.of("fresh weights of seed 1"), WEIGHTS.origin());
  }

  /** Allows five standard errors, for any number of values. */
  private static void assertTruncatedNormal(float[] values, double deviation) {
    int count = values.length;
    double largest = 0;
    int withinOne = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
      withinOne += Math.abs(value) < deviation ? 1 : 0;
    }
    double expected = TRUNCATED * deviation;
    assertTrue(largest <= 2 * deviation * (1 + 1e-7), "beyond the truncation: " + largest);
    assertTrue(largest > 1.9 * deviation, "far from the truncation: " + largest);
    assertEquals(0, mean(values), 5 * expected / Math.sqrt(count));
    assertEquals(expected, deviation(values), 5 * expected / Math.sqrt(2.0 * count));
    // 68.27 % of a normal distribution lie within one standard deviation, 95.45 % within two
    assertEquals(0.6827 / 0.9545, withinOne / (double) count, 5 * Math.sqrt(0.2 / count));
  }

  private static void assertUncorrelated(float[] one, float[] other) {
    int count = Math.min(one.length, other.length);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (double) one[i] * other[i];
    }
    double correlation = sum / (count * deviation(one) * deviation(other));
    assertEquals(0, correlation, 5.5 / Math.sqrt(count));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  /** Returns small variables, which are enough; all variables have eleven million numbers. */
  private static List<VariableSpec> small(List<VariableSpec> variables) {
    return variables.stream().filter(variable -> variable.size() < 20_000).toList();
  }

  private static List<VariableSpec> drawn() {
    return VARIABLES.stream().filter(variable -> variable.name().endsWith("weights")).toList();
  }

  private static float[] values(String name) {
    return WEIGHTS.read(name);
  }
}
