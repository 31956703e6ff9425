package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.weights.FreshWeights;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dropout zeroes features and scales the rest, as the movement of the logits' weights shows. */
class DropoutStepTest {

  private static final int CLASSES = 3;
  private static final int FEATURES = 1024;
  private static final String WEIGHTS = "InceptionV2/Logits/Conv2d_1c_1x1/weights";

  /** Random draws are multiples of this step, below 1. */
  private static final float STEP = 1f / (1 << 24);

  private static final NetworkGraph NETWORK = NetworkBuilder.buildHead(Form.TRAINING, CLASSES);

  @Test
  void halfKept_givenNoise_dropsBelowAHalf() throws Exception {
    float[] noise = noise(2);
    noise[0] = 0.5f; // kept: not below a half
    noise[1] = 0.5f - STEP;
    noise[2] = 0;
    noise[3] = 1 - STEP;
    float[] moved = moved(0.5, new Given(noise));

    for (int f = 0; f < FEATURES; f++) {
      for (int example = 0; example < 2; example++) {
        float expected = noise[example * FEATURES + f] < 0.5f ? 0 : 2;
        assertEquals(expected, kept(moved, f, example), 1e-6, "feature " + f + " of " + example);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.8, 0.9})
  void someKept_generatedNoise_dropsTheShareAndScalesTheRest(double keep) throws Exception {
    float[] moved = moved(keep, new SplittableRandom(5));
    int dropped = 0;
    for (int f = 0; f < FEATURES; f++) {
      for (int example = 0; example < 2; example++) {
        float kept = kept(moved, f, example);
        boolean isDropped = kept < 0.5;
        dropped += isDropped ? 1 : 0;
        assertEquals(isDropped ? 0 : 1 / keep, kept, 1e-5);
      }
    }
    // five standard deviations of 2048 draws
    double share = dropped / 2048.0;
    assertEquals(1 - keep, share, 5 * Math.sqrt(keep * (1 - keep) / 2048));
  }

  @Test
  void noise_sameSeed_givesTheSameBits() throws Exception {
    float[] first = moved(0.5, new SplittableRandom(5));

    assertArrayEquals(first, moved(0.5, new SplittableRandom(5)));
    assertFalse(Arrays.equals(first, moved(0.5, new SplittableRandom(6))));
  }

  /** A float below 1 may be so close to 1 that its sum with 1 rounds to 2. */
  @Test
  void allKept_anyNoise_changesNothing() throws Exception {
    float[] noise = new float[2 * FEATURES];
    Arrays.fill(noise, 1 - STEP);
    float[] moved = moved(1, new Given(noise));

    for (int f = 0; f < FEATURES; f++) {
      assertEquals(1, kept(moved, f, 0), 1e-6);
      assertEquals(1, kept(moved, f, 1), 1e-6);
    }
  }

  /** The form with frozen batch norm applies dropout too. */
  @Test
  void loss_frozenBatchNorm_equalsTheTrainingForm() throws Exception {
    StepSettings settings = settings(0.5);
    double[] losses = new double[2];
    Form[] forms = {Form.TRAINING, Form.TRAINING_WITH_FROZEN_BATCH_NORM};
    for (int i = 0; i < 2; i++) {
      NetworkGraph network = NetworkBuilder.buildHead(forms[i], CLASSES);
      try (TrainingStep step =
              TrainingSteps.open(network, settings, new ReferenceWeights(CLASSES));
          ExampleBatch batch = TrainingSteps.features(TrainingSteps.vectors(2, 1))) {
        losses[i] =
            step.run(batch, TrainingSteps.targets(0, 1), 0, 1, new SplittableRandom(3)).loss();
      }
    }
    assertEquals(losses[0], losses[1]);
  }

  /**
   * Returns how far an SGD step from zero moves the weights on features of 1. The first example has
   * class 0, the second class 1, and none has class 2.
   */
  private static float[] moved(double keep, RandomGenerator noise) throws Exception {
    float[] ones = new float[2 * FEATURES];
    Arrays.fill(ones, 1);
    HeapWeights zeros =
        HeapWeights.copy(new FreshWeights(NETWORK.variables(), 1), NETWORK.variables());
    Arrays.fill(TrainingSteps.floats(zeros, WEIGHTS), 0);
    try (TrainingStep step = TrainingSteps.open(NETWORK, settings(keep), zeros);
        ExampleBatch batch = TrainingSteps.features(ones)) {
      step.run(batch, TrainingSteps.targets(0, 1), 1, 1, noise);
      return TrainingSteps.moved(zeros, step.read(), WEIGHTS);
    }
  }

  /**
   * Returns the factor that dropout applied to a feature of an example. Logits of zero give each
   * class a probability of 1/3, so each feature moves class 2 by 1/3 and the example's own class by
   * 1/3 - 1. Half the difference is the example's share in the mean of two.
   */
  private static float kept(float[] moved, int feature, int example) {
    return 2 * (moved[feature * CLASSES + 2] - moved[feature * CLASSES + example]);
  }

  private static StepSettings settings(double keep) {
    return new StepSettings(new UpdateRule.Sgd(), 0, 0, keep, 0.99, 0);
  }

  private static float[] noise(int examples) {
    SplittableRandom random = new SplittableRandom(1);
    float[] noise = new float[examples * FEATURES];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat();
    }
    return noise;
  }

  /** Returns the floats of an array one by one. */
  private static final class Given implements RandomGenerator {
    private final float[] floats;
    private int next;

    Given(float[] floats) {
      this.floats = floats;
    }

    @Override
    public float nextFloat() {
      return floats[next++];
    }

    @Override
    public long nextLong() {
      throw new AssertionError("only floats are drawn");
    }
  }
}
