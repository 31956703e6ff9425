package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.training.TrainingStep.Targets;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A step on small images changes exactly the variables that it should. */
class WholeNetworkStepTest {

  private static final int CLASSES = 3;
  private static final Targets TARGETS = TrainingSteps.targets(0, 1, 2, 1);
  private static final UpdateRule MOMENTUM = new UpdateRule.Momentum(0.9, false);

  @Test
  void step_training_changesAllVariables() throws Exception {
    Changes changes = step(Form.TRAINING, new StepSettings(MOMENTUM, 1e-4, 0, 0.8, 0.99, 0.1));
    Set<String> all = new TreeSet<>();
    for (VariableSpec variable : changes.network().variables()) {
      all.add(variable.name());
      if (variable.trainable()) {
        all.add(variable.name() + "/Momentum");
      }
    }
    assertEquals(277 + 141, all.size());
    assertEquals(all, new TreeSet<>(changes.after().names()));
    assertEquals(all, changes.names());
  }

  @Test
  void step_frozenBatchNorm_keepsTheAveragesToTheBit() throws Exception {
    Changes changes =
        step(
            Form.TRAINING_WITH_FROZEN_BATCH_NORM,
            new StepSettings(new UpdateRule.Sgd(), 1e-4, 0, 0.8, 0.9, 0.1));

    assertEquals(141, changes.names().size());
    assertEquals(changes.names(VariableSpec::trainable), changes.names());
  }

  /** Examples without weight leave only the weight decay of the loss. */
  @Test
  void step_examplesWithoutWeight_onlyDecays() throws Exception {
    Changes changes = stepWithoutWeights(0.25, 0.5);

    assertEquals(69, changes.names().size());
    // All convolutions except the stem, whose weights have other names; no biases, no betas.
    assertEquals(changes.names(variable -> variable.name().endsWith("/weights")), changes.names());
    for (String name : changes.names()) {
      float[] expected = TrainingSteps.floats(changes.before(), name).clone();
      for (int i = 0; i < expected.length; i++) {
        expected[i] *= 1 - 0.5f * 0.25f;
      }
      assertArrayEquals(expected, TrainingSteps.floats(changes.after(), name), 2e-7f, name);
    }
  }

  @Test
  void decay_inTheLoss_isHalfTheSquares() throws Exception {
    Changes changes = stepWithoutWeights(0.001, 0);
    double squares = 0;
    for (String name : changes.names(variable -> variable.name().endsWith("/weights"))) {
      for (float value : TrainingSteps.floats(changes.before(), name)) {
        squares += (double) value * value;
      }
    }
    assertEquals(0.001 * squares / 2, changes.outcome().loss(), 1e-5 * squares * 0.001);
    assertEquals(Set.of(), changes.names());
  }

  /** The outcome of a step, and all variables before and after it. */
  private record Changes(
      NetworkGraph network, TrainingStep.Outcome outcome, HeapWeights before, HeapWeights after) {

    /** Returns the names of the variables that are not the same to the last bit. */
    Set<String> names() {
      Set<String> names = new TreeSet<>();
      for (String name : before.names()) {
        float[] old = TrainingSteps.floats(before, name);
        if (!Arrays.equals(old, TrainingSteps.floats(after, name))) {
          names.add(name);
        }
      }
      return names;
    }

    /** Returns the names of the variables of a kind, changed or not. */
    Set<String> names(Predicate<VariableSpec> kind) {
      List<VariableSpec> variables = network.variables().stream().filter(kind).toList();
      assertFalse(variables.isEmpty());
      return new TreeSet<>(variables.stream().map(VariableSpec::name).toList());
    }
  }

  /** Runs a step on examples whose weights are 0. */
  private static Changes stepWithoutWeights(double weightDecay, double rate) throws Exception {
    return step(
        Form.TRAINING_WITH_FROZEN_BATCH_NORM,
        new StepSettings(new UpdateRule.Sgd(), weightDecay, 0, 1, 0.99, 0),
        new Targets(TARGETS.labels(), new float[4]),
        rate);
  }

  private static Changes step(Form form, StepSettings settings) throws Exception {
    return step(form, settings, TARGETS, 0.1);
  }

  private static Changes step(Form form, StepSettings settings, Targets targets, double rate)
      throws Exception {
    NetworkGraph network = NetworkBuilder.build(form, CLASSES);
    try (TrainingStep step = TrainingSteps.open(network, settings, new ReferenceWeights(CLASSES));
        ExampleBatch batch = TrainingSteps.images(4, 64)) {
      HeapWeights before = step.read();
      TrainingStep.Outcome outcome = TrainingSteps.run(step, batch, targets, rate);
      return new Changes(network, outcome, before, step.read());
    }
  }
}
