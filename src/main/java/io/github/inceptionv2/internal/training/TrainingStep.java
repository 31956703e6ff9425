package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.inference.OpenNetwork;
import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/**
 * A network that learns, one batch at a time.
 *
 * <p>Owns native memory. Not thread-safe.
 */
public final class TrainingStep implements AutoCloseable {

  private final NetworkGraph network;
  private final StepSettings settings;
  private final OpenNetwork open;

  private TrainingStep(NetworkGraph network, StepSettings settings, OpenNetwork open) {
    this.network = network;
    this.settings = settings;
    this.open = open;
  }

  /**
   * The results of a step, computed before the step changed the weights.
   *
   * @param crossEntropy mean over the batch, without label smoothing, example weights and weight
   *     decay, so it is comparable with validation
   * @param loss the minimized value
   * @param correct the number of examples whose greatest logit is that of their label
   */
  public record Outcome(double crossEntropy, double loss, int correct) {}

  /**
   * The target probabilities of a batch.
   *
   * @param labels the class of each example
   * @param weights the weight of each example in the loss
   */
  public record Targets(int[] labels, float[] weights) {

    /**
     * Returns distributions over the classes, one row per example. The fraction {@code smoothing}
     * of each row is spread over all classes.
     */
    float[] distributions(int classes, double smoothing) {
      float[] rows = new float[labels.length * classes];
      Arrays.fill(rows, (float) (smoothing / classes));
      for (int i = 0; i < labels.length; i++) {
        rows[i * classes + labels[i]] += (float) (1 - smoothing);
      }
      return rows;
    }
  }

  /** Opens a network in a training form. The variables have no values yet. */
  public static TrainingStep open(
      NetworkGraph network, StepSettings settings, SessionConfig config) {
    NetworkGraph whole = network.withVariables(slots(network, settings.rule()));
    OpenNetwork open =
        OpenNetwork.open(whole, config, graph -> TrainingGraph.add(network, settings, graph));
    return new TrainingStep(network, settings, open);
  }

  /** Returns the optimizer's slots, which are also variables of a checkpoint. */
  public static List<VariableSpec> slots(NetworkGraph network, UpdateRule rule) {
    List<VariableSpec> slots = new ArrayList<>();
    network.variables().stream()
        .filter(VariableSpec::trainable)
        .forEach(variable -> slots.addAll(rule.slotVariables(variable)));
    return slots;
  }

  /** Sets all variables, including slots. */
  public void assign(Weights weights) throws IOException {
    open.assign(weights);
  }

  /** Copies all variables, including slots. */
  public HeapWeights read() {
    return open.read();
  }

  /**
   * Computes the loss of {@code batch} and changes the variables.
   *
   * @param count the number of this step, from 1
   * @param noise random numbers that decide which features dropout drops
   */
  public Outcome run(
      ExampleBatch batch, Targets targets, double learningRate, long count, RandomGenerator noise) {
    try (NativeScope scope = new NativeScope()) {
      Map<String, Tensor> feeds = new LinkedHashMap<>();
      feeds.put(network.images(), batch.input());
      float[] labels = targets.distributions(network.classes(), settings.labelSmoothing());
      feeds.put(
          TrainingGraph.LABELS, scope.add(Tensors.of(labels, batch.size(), network.classes())));
      feeds.put(
          TrainingGraph.EXAMPLE_WEIGHTS, scope.add(Tensors.of(targets.weights(), batch.size())));
      double rate = settings.rule().effectiveRate(learningRate, count);
      feeds.put(TrainingGraph.LEARNING_RATE, scope.add(scalar(rate)));
      feedDropout(feeds, batch.size(), noise, scope);
      if (!network.updates().isEmpty()) {
        feeds.put(network.batchNormMomentum(), scope.add(scalar(settings.batchNormMomentum())));
      }
      return run(feeds, targets.labels());
    }
  }

  private Outcome run(Map<String, Tensor> feeds, int[] labels) {
    List<String> fetches = List.of(TrainingGraph.LOSS, network.logits().orElseThrow());
    List<String> updates = new ArrayList<>(network.updates());
    updates.add(TrainingGraph.APPLY);
    try (Result result = open.session().run(feeds, fetches, updates)) {
      Logits logits = new Logits(Tensors.toFloats((TFloat32) result.get(1)), labels.length);
      double crossEntropy = 0;
      int correct = 0;
      for (int i = 0; i < labels.length; i++) {
        crossEntropy += logits.crossEntropy(i, labels[i]);
        correct += logits.isRight(i, labels[i]) ? 1 : 0;
      }
      return new Outcome(
          crossEntropy / labels.length, ((TFloat32) result.get(0)).getFloat(), correct);
    }
  }

  private void feedDropout(
      Map<String, Tensor> feeds, int count, RandomGenerator noise, NativeScope scope) {
    feeds.put(
        network.keepProbability().orElseThrow(), scope.add(scalar(settings.keepProbability())));
    float[] drawn = new float[count * Architecture.FEATURES];
    // If nothing is dropped, a number close to 1 would be rounded up to 2 and double a feature.
    for (int i = 0; settings.keepProbability() < 1 && i < drawn.length; i++) {
      drawn[i] = noise.nextFloat();
    }
    feeds.put(
        network.dropoutNoise().orElseThrow(),
        scope.add(Tensors.of(drawn, count, 1, 1, Architecture.FEATURES)));
  }

  private static TFloat32 scalar(double value) {
    return TFloat32.scalarOf((float) value);
  }

  @Override
  public void close() {
    open.close();
  }
}
