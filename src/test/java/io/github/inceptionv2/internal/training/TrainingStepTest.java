package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.training.TrainingStep.Targets;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training steps on the four golden images match the reference. */
class TrainingStepTest {

  private static final JsonObject GOLDEN = Golden.numbers().getAsJsonObject("training");
  private static final int CLASSES = 1001;
  private static final ReferenceWeights WEIGHTS = new ReferenceWeights(CLASSES);
  private static final Targets TARGETS = TrainingSteps.targets(1, 2, 3, 4);

  private static TrainingStep.Outcome outcome;
  private static HeapWeights before;
  private static HeapWeights after;
  private static HeapWeights afterAnother;

  /** Runs the two steps that all tests share, since each takes seconds. */
  @BeforeAll
  static void run() throws Exception {
    NetworkGraph network = NetworkBuilder.build(Form.TRAINING, CLASSES);
    var slow = new StepSettings(new UpdateRule.Sgd(), 0.00004, 0, 1, 0.99, 0);
    try (ExampleBatch batch = TrainingSteps.images(4, 224)) {
      try (TrainingStep step = TrainingSteps.open(network, slow, WEIGHTS)) {
        before = step.read();
        outcome = TrainingSteps.run(step, batch, TARGETS, 1);
        after = step.read();
      }
      var fast = new StepSettings(new UpdateRule.Sgd(), 0, 0, 1, 0.9, 0);
      try (TrainingStep step = TrainingSteps.open(network, fast, WEIGHTS)) {
        TrainingSteps.run(step, batch, TARGETS, 0);
        afterAnother = step.read();
      }
    }
  }

  @Test
  void loss_fourImages_matchesTheGoldenOne() {
    double decay = GOLDEN.getAsJsonObject("regularization_loss").get("sum").getAsDouble();

    assertEquals(GOLDEN.get("loss").getAsDouble(), outcome.crossEntropy(), 1e-4);
    assertEquals(decay, outcome.loss() - outcome.crossEntropy(), 1e-4);
  }

  /**
   * These variables have no weight decay and are late in the network, where gradients are
   * well-conditioned.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "InceptionV2/Logits/Conv2d_1c_1x1/biases",
        "InceptionV2/Mixed_5c/Branch_3/Conv2d_0b_1x1/BatchNorm/beta"
      })
  void gradientDescent_rateOfOne_followsTheGoldenGradient(String variable) {
    float[] moved = TrainingSteps.moved(before, after, variable);

    assertTrue(Numbers.relativeL2(Golden.gradient(variable), moved) <= 1e-4);
  }

  /** A rate of 1 moves the early variables too, but the averages come from before the move. */
  @Test
  void movingAverages_momentumOfTheModule_matchTheGoldenOnes() {
    for (String layer : GOLDEN.getAsJsonObject("moving").keySet()) {
      JsonObject expected = GOLDEN.getAsJsonObject("moving").getAsJsonObject(layer);

      assertAverage(Golden.floats(expected.get("new_moving_mean")), after, layer, "mean");
      assertAverage(
          Golden.floats(expected.get("new_moving_variance_bessel")), after, layer, "variance");
    }
  }

  /** The batch's statistics follow from the golden averages of momentum 0.5. */
  @Test
  void movingAverages_anotherMomentum_keepThatShareOfTheOldOnes() {
    for (String layer : GOLDEN.getAsJsonObject("moving").keySet()) {
      JsonObject golden = GOLDEN.getAsJsonObject("moving").getAsJsonObject(layer);
      assertMoved(golden, "new_moving_mean_momentum_0.5", layer, "mean");
      assertMoved(golden, "new_moving_variance_bessel_momentum_0.5", layer, "variance");
    }
  }

  private static void assertMoved(JsonObject golden, String row, String layer, String statistic) {
    float[] half = Golden.floats(golden.get(row));
    float[] old = TrainingSteps.floats(before, layer + "/BatchNorm/moving_" + statistic);
    float[] expected = new float[half.length];
    for (int i = 0; i < half.length; i++) {
      double ofBatch = 2.0 * half[i] - old[i];
      expected[i] = (float) (0.9 * old[i] + 0.1 * ofBatch);
    }
    assertAverage(expected, afterAnother, layer, statistic);
  }

  private static void assertAverage(
      float[] expected, HeapWeights actual, String layer, String statistic) {
    Numbers.assertClose(
        expected,
        TrainingSteps.floats(actual, layer + "/BatchNorm/moving_" + statistic),
        Golden.ABSOLUTE_TOLERANCE);
  }
}
