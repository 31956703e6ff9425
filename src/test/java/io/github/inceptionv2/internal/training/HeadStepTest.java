package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.training.TrainingStep.Targets;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.VariableValue;
import io.github.inceptionv2.internal.weights.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loss, weight decay and clipping of a step on the logits alone match hand-written sums. */
class HeadStepTest {

  private static final int CLASSES = 3;
  private static final String WEIGHTS = "InceptionV2/Logits/Conv2d_1c_1x1/weights";
  private static final String BIASES = "InceptionV2/Logits/Conv2d_1c_1x1/biases";
  private static final UpdateRule SGD = new UpdateRule.Sgd();

  private static final NetworkGraph NETWORK = NetworkBuilder.buildHead(Form.TRAINING, CLASSES);
  private static final float[] VECTORS = TrainingSteps.vectors(4, 1);
  private static final int[] LABELS = {0, 2, 1, 2};
  private static final Targets TARGETS = TrainingSteps.targets(LABELS);

  @Test
  void loss_weightedExamples_isTheMeanOfWeightedLosses() throws Exception {
    double[] losses = losses(0);
    Targets targets = new Targets(LABELS, new float[] {2, 0, 1, 0.5f});
    var outcome = step(TrainingSteps.plain(SGD), targets, 0).outcome();

    assertEquals((2 * losses[0] + losses[2] + 0.5 * losses[3]) / 4, outcome.loss(), 1e-5);
    assertEquals(Arrays.stream(losses).average().orElseThrow(), outcome.crossEntropy(), 1e-5);
  }

  @Test
  void gradient_weightedExamples_isTheWeightedSum() throws Exception {
    Targets targets = new Targets(LABELS, new float[] {2, 0, 1, 0.5f});
    float[] expected = new float[1024 * CLASSES];
    for (int i = 0; i < 4; i++) {
      float[] one = Arrays.copyOfRange(VECTORS, i * 1024, (i + 1) * 1024);
      Targets alone = TrainingSteps.targets(LABELS[i]);
      float[] gradient = step(TrainingSteps.plain(SGD), zeros(), one, alone, 1).moved(WEIGHTS);
      for (int k = 0; k < expected.length; k++) {
        expected[k] += targets.weights()[i] * gradient[k] / 4;
      }
    }
    float[] actual = step(TrainingSteps.plain(SGD), zeros(), VECTORS, targets, 1).moved(WEIGHTS);
    assertArrayEquals(expected, actual, 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.9})
  void loss_smoothedLabels_isTheCrossEntropyWithThem(double smoothing) throws Exception {
    var outcome = step(new StepSettings(SGD, 0, 0, 1, 0.99, smoothing), TARGETS, 0).outcome();

    assertEquals(Arrays.stream(losses(smoothing)).average().orElseThrow(), outcome.loss(), 1e-5);
  }

  @Test
  void correct_eachExample_isCountedByItsGreatestLogit() throws Exception {
    float[] logits = logits();
    int[] best = new int[4];
    for (int i = 0; i < 4; i++) {
      for (int k = 1; k < CLASSES; k++) {
        best[i] = logits[i * CLASSES + k] > logits[i * CLASSES + best[i]] ? k : best[i];
      }
    }
    int[] other = best.clone();
    other[1] = (best[1] + 1) % CLASSES;
    other[3] = (best[3] + 2) % CLASSES;
    StepSettings settings = TrainingSteps.plain(SGD);

    assertEquals(4, step(settings, TrainingSteps.targets(best), 0).outcome().correct());
    assertEquals(2, step(settings, TrainingSteps.targets(other), 0).outcome().correct());
  }

  @Test
  void decay_besideTheCrossEntropy_pullsWeightsByRateTimesDecay() throws Exception {
    Step without = step(TrainingSteps.plain(SGD), TARGETS, 0.5);
    Step with = step(new StepSettings(SGD, 0.25, 0, 1, 0.99, 0), TARGETS, 0.5);
    float[] weights = TrainingSteps.floats(without.before(), WEIGHTS);
    float[] expected = TrainingSteps.floats(without.after(), WEIGHTS).clone();
    for (int i = 0; i < expected.length; i++) {
      expected[i] -= 0.5f * 0.25f * weights[i];
    }
    assertArrayEquals(expected, TrainingSteps.floats(with.after(), WEIGHTS), 2e-7f);
    assertArrayEquals(
        TrainingSteps.floats(without.after(), BIASES), TrainingSteps.floats(with.after(), BIASES));
    assertEquals(without.outcome().crossEntropy(), with.outcome().crossEntropy());
  }

  /** An SGD step with rate 1 from zero moves the weights by the gradient, to the last bit. */
  @Test
  void clipping_longGradient_keepsTheDirectionAtTheLimit() throws Exception {
    Step free = step(TrainingSteps.plain(SGD), zeros(), VECTORS, TARGETS, 1);
    double limit = free.norm() / 3;
    Step clipped = step(clipped(limit), zeros(), VECTORS, TARGETS, 1);

    assertEquals(limit, clipped.norm(), 1e-6 * limit);
    for (String name : NETWORK.variables().stream().map(VariableSpec::name).toList()) {
      float[] expected = free.moved(name);
      for (int i = 0; i < expected.length; i++) {
        expected[i] /= 3;
      }
      assertArrayEquals(expected, clipped.moved(name), (float) (1e-6 * limit), name);
    }
    assertEquals(free.outcome(), clipped.outcome());
  }

  @Test
  void clipping_decayWithoutWeightedExamples_isClippedToo() throws Exception {
    Targets none = new Targets(LABELS, new float[4]);
    Step clipped = step(new StepSettings(SGD, 1, 0.125, 1, 0.99, 0), none, 1);

    assertEquals(0.125, clipped.norm(), 1e-5);
    assertTrue(clipped.norm() < step(new StepSettings(SGD, 1, 0, 1, 0.99, 0), none, 1).norm());
  }

  @ParameterizedTest
  @CsvSource({"1.001", "100"})
  void clipping_shortGradient_isNotLengthened(double factor) throws Exception {
    Step free = step(TrainingSteps.plain(SGD), zeros(), VECTORS, TARGETS, 1);
    Step clipped = step(clipped(free.norm() * factor), zeros(), VECTORS, TARGETS, 1);

    assertArrayEquals(free.moved(WEIGHTS), clipped.moved(WEIGHTS));
    assertArrayEquals(free.moved(BIASES), clipped.moved(BIASES));
  }

  @Test
  void clipping_noGradient_movesNothing() throws Exception {
    Step none = step(clipped(1), zeros(), VECTORS, new Targets(LABELS, new float[4]), 1);

    assertEquals(0, none.norm());
  }

  @Test
  void step_head_hasOnlyItsOwnVariables() throws Exception {
    Step step = step(TrainingSteps.plain(SGD), TARGETS, 0.1);

    assertEquals(Set.of(WEIGHTS, BIASES), step.after().names());
    assertFalse(
        Arrays.equals(
            TrainingSteps.floats(step.before(), BIASES),
            TrainingSteps.floats(step.after(), BIASES)));
  }

  private record Step(TrainingStep.Outcome outcome, HeapWeights before, HeapWeights after) {

    float[] moved(String variable) {
      return TrainingSteps.moved(before, after, variable);
    }

    /** Returns the distance that all variables moved together. */
    double norm() {
      double squares = 0;
      for (String name : before.names()) {
        for (float value : moved(name)) {
          squares += (double) value * value;
        }
      }
      return Math.sqrt(squares);
    }
  }

  private static StepSettings clipped(double norm) {
    return new StepSettings(SGD, 0, norm, 1, 0.99, 0);
  }

  private static Step step(StepSettings settings, Targets targets, double rate) throws Exception {
    return step(settings, new ReferenceWeights(CLASSES), VECTORS, targets, rate);
  }

  private static Step step(
      StepSettings settings, Weights weights, float[] vectors, Targets targets, double rate)
      throws Exception {
    try (TrainingStep step = TrainingSteps.open(NETWORK, settings, weights);
        ExampleBatch batch = TrainingSteps.features(vectors)) {
      HeapWeights before = step.read();
      var outcome = TrainingSteps.run(step, batch, targets, rate);
      return new Step(outcome, before, step.read());
    }
  }

  private static HeapWeights zeros() {
    Map<String, VariableValue> values = new LinkedHashMap<>();
    for (VariableSpec variable : NETWORK.variables()) {
      values.put(variable.name(), new VariableValue(new float[variable.size()], variable.shape()));
    }
    return new HeapWeights(values, Path.of("a test"));
  }

  /** The cross-entropy of each example, in double precision. */
  private static double[] losses(double smoothing) {
    float[] logits = logits();
    double[] losses = new double[LABELS.length];
    for (int i = 0; i < losses.length; i++) {
      double sum = 0;
      for (int k = 0; k < CLASSES; k++) {
        sum += Math.exp(logits[i * CLASSES + k]);
      }
      for (int k = 0; k < CLASSES; k++) {
        double share = smoothing / CLASSES + (k == LABELS[i] ? 1 - smoothing : 0);
        losses[i] -= share * (logits[i * CLASSES + k] - Math.log(sum));
      }
    }
    return losses;
  }

  private static float[] logits() {
    ReferenceWeights reference = new ReferenceWeights(CLASSES);
    float[] weights = reference.read(WEIGHTS);
    float[] biases = reference.read(BIASES);
    float[] logits = new float[4 * CLASSES];
    for (int i = 0; i < logits.length; i++) {
      double sum = biases[i % CLASSES];
      for (int f = 0; f < 1024; f++) {
        sum += (double) VECTORS[i / CLASSES * 1024 + f] * weights[f * CLASSES + i % CLASSES];
      }
      logits[i] = (float) sum;
    }
    return logits;
  }
}
