package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.inceptionv2.internal.network.Initializer;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.training.TrainingStep.Targets;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.testing.Numbers;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three steps of each rule match its formula in double precision. The gradients are those of plain
 * steps from the same weights.
 */
class UpdateRuleTest {

  private static final double[] RATES = {0.1, 0.05, 0.2};
  private static final double TOLERANCE = 1e-5;

  /**
   * The rate of a plain step: great enough that the initial weights do not blur the gradient, and a
   * power of two.
   */
  private static final double MAGNIFIER = 1 << 20;

  private static final NetworkGraph NETWORK = NetworkBuilder.buildHead(Form.TRAINING, 3);
  private static final String WEIGHTS = "InceptionV2/Logits/Conv2d_1c_1x1/weights";
  private static final float[] VECTORS = TrainingSteps.vectors(8, 1);
  private static final Targets TARGETS = TrainingSteps.targets(0, 1, 2, 0, 1, 2, 0, 1);

  @TempDir Path directory;

  @Test
  void sgd_threeSteps_followsItsFormula() throws Exception {
    assertFollows(new UpdateRule.Sgd(), (weight, slots, rate, gradient, count) -> rate * gradient);
  }

  @Test
  void momentum_threeSteps_followsItsFormula() throws Exception {
    assertFollows(
        new UpdateRule.Momentum(0.8, false),
        (weight, slots, rate, gradient, count) -> {
          slots[0] = 0.8 * slots[0] + gradient;
          return rate * slots[0];
        });
  }

  @Test
  void nesterov_threeSteps_followsItsFormula() throws Exception {
    assertFollows(
        new UpdateRule.Momentum(0.8, true),
        (weight, slots, rate, gradient, count) -> {
          slots[0] = 0.8 * slots[0] + gradient;
          return rate * (gradient + 0.8 * slots[0]);
        });
  }

  /**
   * Both means are corrected for their start at zero, which dominates them in the first three
   * steps.
   */
  @Test
  void adam_threeSteps_followsItsFormula() throws Exception {
    double epsilon = 1e-3; // large enough to matter
    assertFollows(
        new UpdateRule.Adam(0.8, 0.95, epsilon),
        (weight, slots, rate, gradient, count) -> {
          slots[0] = 0.8 * slots[0] + 0.2 * gradient;
          slots[1] = 0.95 * slots[1] + 0.05 * gradient * gradient;
          double correction = Math.sqrt(1 - Math.pow(0.95, count)) / (1 - Math.pow(0.8, count));
          return rate * correction * slots[0] / (Math.sqrt(slots[1]) + epsilon);
        });
  }

  /**
   * The size of a gradient does not matter: its mean divided by the root of its mean square is 1.
   */
  @Test
  void adam_firstStep_movesEachWeightByTheRate() throws Exception {
    try (TrainingStep step = open(new UpdateRule.Adam(0.9, 0.999, 1e-12));
        ExampleBatch batch = TrainingSteps.features(VECTORS)) {
      HeapWeights before = step.read();
      TrainingSteps.run(step, batch, TARGETS, 0.25);
      for (float moved : TrainingSteps.moved(before, step.read(), WEIGHTS)) {
        assertEquals(0.25, Math.abs(moved), 1e-5);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,0.31622776601683794", "2,0.2353", "1000000,1"})
  void adam_rate_isCorrectedByTheStepNumber(long count, double expected) {
    var adam = new UpdateRule.Adam(0.9, 0.999, 1e-7);

    assertEquals(expected, adam.effectiveRate(1, count), 1e-4);
    assertEquals(0.3, new UpdateRule.Sgd().effectiveRate(0.3, count));
    assertEquals(0.3, new UpdateRule.Momentum(0.9, true).effectiveRate(0.3, count));
  }

  @Test
  void slots_eachRule_areNamedAndShapedLikeTheirVariableAndStartAtZero() {
    assertEquals(List.of(), TrainingStep.slots(NETWORK, new UpdateRule.Sgd()));
    assertEquals(2, TrainingStep.slots(NETWORK, new UpdateRule.Momentum(0.9, true)).size());
    List<VariableSpec> slots = TrainingStep.slots(NETWORK, new UpdateRule.Adam(0.9, 0.999, 1e-7));

    assertEquals(4, slots.size());
    assertEquals(
        List.of(
            new VariableSpec(
                WEIGHTS + "/Adam", List.of(1L, 1L, 1024L, 3L), false, Initializer.Constant.ZEROS),
            new VariableSpec(
                WEIGHTS + "/Adam_1",
                List.of(1L, 1L, 1024L, 3L),
                false,
                Initializer.Constant.ZEROS)),
        slots.subList(0, 2));
  }

  @Test
  void slots_movingAverages_haveNone() {
    NetworkGraph whole = NetworkBuilder.build(Form.TRAINING, 3);
    List<VariableSpec> slots = TrainingStep.slots(whole, new UpdateRule.Momentum(0.9, true));

    assertEquals(141, slots.size());
    assertFalse(slots.stream().anyMatch(slot -> slot.name().contains("moving_")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"momentum", "adam"})
  void slots_savedAndRestored_continueToTheBit(String name) throws Exception {
    UpdateRule rule =
        name.equals("adam")
            ? new UpdateRule.Adam(0.9, 0.999, 1e-7)
            : new UpdateRule.Momentum(0.9, true);
    HeapWeights unbroken;
    HeapWeights withoutSlots;
    try (CheckpointStore store = CheckpointStore.open(directory)) {
      try (TrainingStep step = open(rule)) {
        advance(step, 1);
        store.save(1, step.read(), new Properties());
        withoutSlots = HeapWeights.copy(step.read(), NETWORK.variables());
        advance(step, 2);
        unbroken = step.read();
      }
      try (TrainingStep step = open(rule)) {
        step.assign(store.latest().orElseThrow().weights());
        advance(step, 2);
        HeapWeights resumed = step.read();

        assertEquals(unbroken.names(), resumed.names());
        unbroken.values().forEach((key, value) -> assertSame(value.values(), resumed, key));
      }
    }
    try (TrainingStep step = TrainingSteps.open(NETWORK, TrainingSteps.plain(rule), withoutSlots)) {
      advance(step, 2);
      float[] forgetful = TrainingSteps.floats(step.read(), WEIGHTS);

      assertFalse(Numbers.relativeL2(TrainingSteps.floats(unbroken, WEIGHTS), forgetful) < 1e-4);
    }
  }

  /** Computes what a rule subtracts from a weight, and updates the weight's slots. */
  private interface Formula {
    double moves(double weight, double[] slots, double rate, double gradient, int count);
  }

  private static void assertFollows(UpdateRule rule, Formula formula) throws Exception {
    try (TrainingStep step = open(rule);
        TrainingStep twin = open(new UpdateRule.Sgd());
        ExampleBatch batch = TrainingSteps.features(VECTORS)) {
      HeapWeights start = step.read();
      for (VariableSpec slot : TrainingStep.slots(NETWORK, rule)) {
        assertArrayEquals(new float[slot.size()], TrainingSteps.floats(start, slot.name()));
      }
      float[] first = TrainingSteps.floats(start, WEIGHTS);
      double[] moved = new double[first.length];
      double[][] slots = new double[first.length][rule.slots().size()];
      for (int count = 1; count <= RATES.length; count++) {
        float[] gradient = gradient(twin, step.read(), batch);
        for (int i = 0; i < moved.length; i++) {
          moved[i] +=
              formula.moves(first[i] - moved[i], slots[i], RATES[count - 1], gradient[i], count);
        }
        step.run(batch, TARGETS, RATES[count - 1], count, new SplittableRandom(1));
        HeapWeights now = step.read();
        assertRelative(moved, TrainingSteps.moved(start, now, WEIGHTS));
        for (int k = 0; k < rule.slots().size(); k++) {
          String slot = WEIGHTS + "/" + rule.slots().get(k);
          assertRelative(column(slots, k), TrainingSteps.floats(now, slot));
        }
      }
    }
  }

  private static float[] gradient(TrainingStep twin, HeapWeights weights, ExampleBatch batch)
      throws Exception {
    twin.assign(HeapWeights.copy(weights, NETWORK.variables()));
    TrainingSteps.run(twin, batch, TARGETS, MAGNIFIER);
    float[] gradient = TrainingSteps.moved(weights, twin.read(), WEIGHTS);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= (float) MAGNIFIER;
    }
    return gradient;
  }

  /**
   * Uses a tolerance relative to the greatest value, since values near zero are no more accurate.
   */
  private static void assertRelative(double[] expected, float[] actual) {
    double longest = 0;
    for (double value : expected) {
      longest = Math.max(longest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], TOLERANCE * longest, "at " + i);
    }
  }

  private static double[] column(double[][] rows, int k) {
    double[] column = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      column[i] = rows[i][k];
    }
    return column;
  }

  private static void assertSame(float[] expected, HeapWeights actual, String name) {
    assertArrayEquals(expected, TrainingSteps.floats(actual, name), name);
  }

  private static void advance(TrainingStep step, int count) {
    try (ExampleBatch batch = TrainingSteps.features(VECTORS)) {
      step.run(batch, TARGETS, 0.1, count, new SplittableRandom(count));
    }
  }

  private static TrainingStep open(UpdateRule rule) throws Exception {
    return TrainingSteps.open(NETWORK, TrainingSteps.plain(rule), new ReferenceWeights(3));
  }
}
