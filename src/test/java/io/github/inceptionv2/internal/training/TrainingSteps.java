package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.training.TrainingStep.Targets;
import io.github.inceptionv2.internal.weights.FreshWeights;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.Weights;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Steps, batches and targets for tests of a training step. */
final class TrainingSteps {

  private TrainingSteps() {}

  /** Returns settings without weight decay, clipping, dropout and label smoothing. */
  static StepSettings plain(UpdateRule rule) {
    return new StepSettings(rule, 0, 0, 1, 0.99, 0);
  }

  /** Opens a step with the values of {@code weights}, and slots at their initial values. */
  static TrainingStep open(NetworkGraph network, StepSettings settings, Weights weights)
      throws IOException {
    TrainingStep step = TrainingStep.open(network, settings, SessionConfig.DEFAULT);
    try {
      var slots = TrainingStep.slots(network, settings.rule());
      step.assign(
          HeapWeights.copy(weights, network.variables())
              .with(HeapWeights.copy(new FreshWeights(slots, 1), slots)));
      return step;
    } catch (IOException | RuntimeException e) {
      step.close();
      throw e;
    }
  }

  /** Runs the first step of a training run whose result does not depend on dropout. */
  static TrainingStep.Outcome run(
      TrainingStep step, ExampleBatch batch, Targets targets, double rate) {
    return step.run(batch, targets, rate, 1, new SplittableRandom(1));
  }

  /** Returns the formula's first {@code count} images, which are square. */
  static ExampleBatch images(int count, int size) {
    float[] all = new float[count * size * size * 3];
    for (int k = 0; k < count; k++) {
      float[] image = Golden.image(k, size, size);
      System.arraycopy(image, 0, all, k * image.length, image.length);
    }
    return ExampleBatch.of(Tensors.of(all, count, size, size, 3), examples(count));
  }

  /** Returns a batch of feature vectors, which follow one another in {@code vectors}. */
  static ExampleBatch features(float[] vectors) {
    int count = vectors.length / Architecture.FEATURES;
    return ExampleBatch.of(
        Tensors.of(vectors, count, 1, 1, Architecture.FEATURES), examples(count));
  }

  /** Returns numbers from 0 to 2, like features after a ReLU. */
  static float[] vectors(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] vectors = new float[count * Architecture.FEATURES];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = 2 * random.nextFloat();
    }
    return vectors;
  }

  /** Returns targets of equal weight. */
  static Targets targets(int... labels) {
    float[] weights = new float[labels.length];
    Arrays.fill(weights, 1);
    return new Targets(labels, weights);
  }

  static float[] floats(HeapWeights weights, String variable) {
    return weights.values().get(variable).values();
  }

  /** Returns the values that were subtracted from a variable. */
  static float[] moved(HeapWeights before, HeapWeights after, String variable) {
    float[] from = floats(before, variable);
    float[] to = floats(after, variable);
    float[] moved = new float[from.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = from[i] - to[i];
    }
    return moved;
  }

  private static List<Integer> examples(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
