package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.inference.OpenNetwork;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.tensorflow.Result;
import org.tensorflow.types.TFloat32;

/**
 * The network in its inference form, with weights that can be replaced.
 *
 * <p>Owns native memory. Not thread-safe.
 */
public final class Scorer implements AutoCloseable {

  private final NetworkGraph network;
  private final OpenNetwork open;

  /** Opens a network in its inference form. The variables have no values yet. */
  public Scorer(NetworkGraph network, SessionConfig config) {
    this.network = network;
    this.open = OpenNetwork.open(network, config);
  }

  /** Sets all variables. */
  public void assign(Weights weights) throws IOException {
    open.assign(weights);
  }

  /**
   * The mean results of all examples.
   *
   * @param loss mean cross-entropy in nats
   * @param accuracy fraction of the examples whose greatest logit is that of their label
   */
  public record Score(double loss, double accuracy) {

    /** Returns a component of a score, if there is a score. */
    public static OptionalDouble optional(Optional<Score> score, ToDoubleFunction<Score> part) {
      return score.isPresent()
          ? OptionalDouble.of(part.applyAsDouble(score.get()))
          : OptionalDouble.empty();
    }
  }

  /**
   * Scores all {@code batches} and closes them. Returns empty if no example can be read.
   *
   * @param labels the class of each example
   * @param beforeEach run before each batch
   */
  public Optional<Score> score(Batches batches, int[] labels, Runnable beforeEach)
      throws InterruptedException {
    double loss = 0;
    int correct = 0;
    int count = 0;
    try (batches) {
      for (Optional<ExampleBatch> next = batches.next(); next.isPresent(); next = batches.next()) {
        try (ExampleBatch batch = next.get()) {
          beforeEach.run();
          if (batch.size() == 0) {
            continue;
          }
          Logits logits = logits(batch);
          for (int i = 0; i < batch.size(); i++) {
            int label = labels[batch.examples().get(i)];
            loss += logits.crossEntropy(i, label);
            correct += logits.isRight(i, label) ? 1 : 0;
            count++;
          }
        }
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(new Score(loss / count, (double) correct / count));
  }

  /**
   * Returns the temperature that calibrates the logits of all {@code batches}, and closes the
   * batches.
   *
   * @param labels the class of each example
   * @param beforeEach run before each batch
   */
  public double temperature(Batches batches, int[] labels, Runnable beforeEach)
      throws InterruptedException {
    List<Logits> parts = new ArrayList<>();
    List<Integer> examples = new ArrayList<>();
    try (batches) {
      for (Optional<ExampleBatch> next = batches.next(); next.isPresent(); next = batches.next()) {
        try (ExampleBatch batch = next.get()) {
          beforeEach.run();
          if (batch.size() > 0) {
            parts.add(logits(batch));
            examples.addAll(batch.examples());
          }
        }
      }
    }
    return Temperature.of(
        Logits.join(parts), examples.stream().mapToInt(example -> labels[example]).toArray());
  }

  /** Returns the logits of each example. */
  public Logits logits(ExampleBatch batch) {
    return new Logits(run(batch, network.logits().orElseThrow()), batch.size());
  }

  /** Returns the feature vectors of the examples, one after the other. */
  public float[] featureVectors(ExampleBatch batch) {
    return run(batch, network.featureVector());
  }

  private float[] run(ExampleBatch batch, String tensor) {
    try (Result result =
        open.session().run(Map.of(network.images(), batch.input()), List.of(tensor), List.of())) {
      return Tensors.toFloats((TFloat32) result.get(0));
    }
  }

  @Override
  public void close() {
    open.close();
  }
}
