package io.github.inceptionv2.internal.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.inceptionv2.internal.network.QuantizedVariables;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuantizedWeightsTest {

  /** Two rows of three channels, the last of which is all zeros. */
  private static final Map<String, float[]> FOLDED =
      Map.of(
          "layer/weights", new float[] {0.5f, -2f, 0f, -1f, 1f, 0f},
          "layer/biases", new float[] {7f, 8f, 9f});

  private static float[] read(int greatest, String name) throws Exception {
    return new QuantizedWeights(key -> FOLDED.get(key).clone(), greatest).read("layer" + name);
  }

  @Test
  void greatestWeightOfAChannel_isTheGreatestInteger() throws Exception {
    assertArrayEquals(
        new float[] {64, -127, 0, -127, 64, 0}, read(127, QuantizedVariables.WEIGHTS));
    assertArrayEquals(new float[] {-1, -2, -1}, read(127, QuantizedVariables.MINIMUM));
    assertArrayEquals(new float[] {1, 2, 1}, read(127, QuantizedVariables.MAXIMUM));
  }

  /** The kernels expect a range to be the number that 127 stands for. */
  @Test
  void sevenBits_widenTheRange() throws Exception {
    assertArrayEquals(new float[] {32, -63, 0, -63, 32, 0}, read(63, QuantizedVariables.WEIGHTS));
    assertArrayEquals(
        new float[] {127 / 63f, 2 * 127 / 63f, 127 / 63f},
        read(63, QuantizedVariables.MAXIMUM),
        1e-6f);
  }

  @Test
  void roundedWeights_areTheDequantizedIntegers() throws Exception {
    assertArrayEquals(
        new float[] {64 / 127f, -2, 0, -1, 128 / 127f, 0},
        read(127, QuantizedVariables.ROUNDED),
        1e-6f);
  }

  @Test
  void weightsReadAgain_areTheSame() throws Exception {
    QuantizedWeights weights = new QuantizedWeights(name -> FOLDED.get(name).clone(), 127);
    float[] once = weights.read("layer" + QuantizedVariables.WEIGHTS).clone();
    weights.read("layer" + QuantizedVariables.MAXIMUM);
    assertArrayEquals(once, weights.read("layer" + QuantizedVariables.WEIGHTS));
  }

  @Test
  void biases_stayFloats() throws Exception {
    assertArrayEquals(new float[] {7, 8, 9}, read(127, "/biases"));
  }

  /** The sums of the rounded weights are 64/127 - 1, 128/127 - 2 and 0. */
  @Test
  void shiftedBiases_subtractTheSumOfTheRoundedWeights() throws Exception {
    assertArrayEquals(
        new float[] {7 + 63 / 127f, 8 + 126 / 127f, 9},
        read(127, QuantizedVariables.SHIFTED_BIASES),
        1e-6f);
  }
}
