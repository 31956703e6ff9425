package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;

/**
 * Every training graph with logits also computes the reference's logits, loss and gradients.
 * Gradients are taken by the variables' handles. All reads of a variable start at its handle, so
 * its gradient is the sum over the loss and the L2 term.
 */
abstract class LogitsTrainingContract extends TrainingContract {

  /** TF-Slim's weight decay, the factor of the L2 terms. */
  private static final float WEIGHT_DECAY = 0.00004f;

  private Map<String, String> gradients;
  private Map<String, String> totalGradients;

  @Override
  void addTo(TrainingFormSession training, Graph graph) {
    training.addLosses(graph);
    gradients = training.addGradients(graph, TrainingFormSession.LOSS, TrainingFormSession.HANDLE);
    totalGradients =
        training.addGradients(graph, TrainingFormSession.TOTAL_LOSS, TrainingFormSession.HANDLE);
  }

  /** The tensors with the gradients of the cross-entropy, by variable. */
  final Map<String, String> gradients() {
    return gradients;
  }

  @Test
  final void logits_goldenBatch_matchTheReference() {
    float[] logits = run().run(network().logits().orElseThrow());
    Numbers.assertClose(flat(GOLDEN.get("logits")), logits, Golden.ABSOLUTE_TOLERANCE);
  }

  @Test
  final void loss_goldenBatch_matchesTheReference() {
    assertEquals(GOLDEN.get("loss").getAsDouble(), run().run(TrainingFormSession.LOSS)[0], 1e-4);
  }

  @Test
  final void dropout_keepsFourFifthsAndTheMean() {
    String kept = network().endpoints().get("PreLogits").tensor();
    float[] all = run().run(kept);
    float[] some = run().runAsInTraining(kept);
    int dropped = 0;
    for (int i = 0; i < all.length; i++) {
      dropped += some[i] == 0 && all[i] != 0 ? 1 : 0;
      assertTrue(some[i] == 0 || Math.abs(some[i] - all[i] / 0.8f) < 1e-3, "unscaled " + i);
    }
    // 4096 draws: six standard deviations around a fifth are 0.0375
    assertEquals(0.2, dropped / (double) all.length, 0.0375);
  }

  /** Within 1e-4 at the logits, where nothing is between the loss and the variable. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "InceptionV2/Logits/Conv2d_1c_1x1/biases",
        "InceptionV2/Mixed_5c/Branch_3/Conv2d_0b_1x1/BatchNorm/beta"
      })
  final void gradients_lateLayers_matchTheReference(String variable) {
    float[] actual = run().run(gradients.get(variable));
    assertTrue(Numbers.relativeL2(Golden.gradient(variable), actual) <= 1e-4);
  }

  /**
   * Early gradients are ill-conditioned: rounding errors flip ReLU and pooling. FORMULA.md states
   * the tolerance of 5 %, and the error of PyTorch itself in float32.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"InceptionV2/Conv2d_1a_7x7/pointwise_weights", "InceptionV2/Conv2d_1a_7x7/biases"})
  final void gradients_earlyLayers_matchTheReference(String variable) {
    float[] actual = run().run(gradients.get(variable));
    double error = Numbers.relativeL2(Golden.gradient(variable), actual);
    assertTrue(error <= 0.05, variable + " is off by " + error);
  }

  @ParameterizedTest
  @CsvSource({
    "InceptionV2/Logits/Conv2d_1c_1x1/weights,1e-4",
    "InceptionV2/Conv2d_1a_7x7/depthwise_weights,0.05",
    "InceptionV2/Mixed_4e/Branch_2/Conv2d_0b_3x3/weights,0.05"
  })
  final void gradients_otherLayers_haveTheLengthOfTheReference(String variable, double tolerance) {
    double actual = length(run().run(gradients.get(variable)));
    JsonObject expected = GOLDEN.getAsJsonObject("gradients").getAsJsonObject(variable);
    Numbers.assertRelative(variable, expected.get("l2_norm").getAsDouble(), actual, tolerance);
  }

  @Test
  final void gradients_existForEveryTrainableVariable() {
    List<String> names = List.copyOf(gradients.keySet());
    List<float[]> found = run().run(List.copyOf(gradients.values()));
    List<float[]> values = run().read(names);

    assertEquals(141, names.size());
    for (int i = 0; i < names.size(); i++) {
      assertEquals(values.get(i).length, found.get(i).length, names.get(i));
      assertTrue(length(found.get(i)) > 0, names.get(i));
    }
  }

  /**
   * The gradient of {@code decay / 2 * |w|^2} is {@code decay * w}. Its length is at least 1.5e-5
   * of the whole gradient's, well above the tolerance.
   */
  @Test
  final void gradients_ofTheTotalLoss_includeWeightDecay() {
    List<String> names = List.copyOf(gradients.keySet());
    List<float[]> both = run().run(joined(gradients, totalGradients));
    List<float[]> values = run().read(names);

    for (int i = 0; i < names.size(); i++) {
      float[] expected = both.get(i);
      float[] weights = values.get(i);
      // all convolutions except the separable one
      float decay = names.get(i).endsWith("/weights") ? WEIGHT_DECAY : 0;
      for (int j = 0; j < weights.length; j++) {
        expected[j] += decay * weights[j];
      }
      assertSame(names.get(i), expected, both.get(names.size() + i));
    }
  }

  /**
   * Returns the tensors of both maps, to fetch in one run in which all gradients share the forward
   * pass.
   */
  static List<String> joined(Map<String, String> first, Map<String, String> second) {
    return Stream.of(first, second).flatMap(map -> map.values().stream()).toList();
  }

  /** Asserts that two gradients are the same up to the last bits. */
  static void assertSame(String variable, float[] expected, float[] actual) {
    double error = Numbers.relativeL2(expected, actual);
    assertTrue(error <= 1e-6, variable + " is off by " + error);
  }

  private static double length(float[] values) {
    double square = 0;
    for (float value : values) {
      square += (double) value * value;
    }
    return Math.sqrt(square);
  }
}
