package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.inceptionv2.internal.module.HeapWeights;
import io.github.inceptionv2.internal.module.ReferenceWeights;
import io.github.inceptionv2.internal.module.Weights;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.runtime.Values;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.types.TFloat32;

/** One step on the four golden images: what it computes, and what it changes. */
class TrainingStepTest {

  private static final JsonObject GOLDEN = Golden.numbers().getAsJsonObject("training");
  private static final int CLASSES = 1001;
  private static final int[] LABELS = {1, 2, 3, 4};
  private static final Targets TARGETS = new Targets(LABELS, new float[] {1, 1, 1, 1});

  @Test
  void loss_isTheGoldenOne() throws Exception {
    StepSettings settings = settings(new UpdateRule.Sgd(), 0.00004, 0);
    try (TrainingStep step = open(Form.TRAINING, settings);
        Batch batch = fourImages()) {
      TrainingStep.Outcome outcome = run(step, batch, 0);

      assertEquals(GOLDEN.get("loss").getAsDouble(), outcome.crossEntropy(), 1e-4);
      double decay = GOLDEN.getAsJsonObject("regularization_loss").get("sum").getAsDouble();
      assertEquals(decay, outcome.loss() - outcome.crossEntropy(), 1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InceptionV2/Logits/Conv2d_1c_1x1/biases",
        "InceptionV2/Mixed_5c/Branch_3/Conv2d_0b_1x1/BatchNorm/beta"
      })
  void gradientDescent_followsTheGoldenGradient(String variable) throws Exception {
    try (TrainingStep step = open(Form.TRAINING, settings(new UpdateRule.Sgd(), 0, 0));
        Batch batch = fourImages()) {
      float[] before = floats(step.read(), variable);
      run(step, batch, 1);
      float[] after = floats(step.read(), variable);
      float[] moved = new float[before.length];
      for (int i = 0; i < moved.length; i++) {
        moved[i] = before[i] - after[i];
      }

      assertTrue(Numbers.relativeL2(Golden.gradient(variable), moved) <= 1e-4);
    }
  }

  private static TrainingStep open(Form form, StepSettings settings) throws Exception {
    NetworkGraph network = NetworkGraph.build(form, CLASSES);
    TrainingStep step = TrainingStep.open(network, settings);
    Map<String, Values> values = new LinkedHashMap<>();
    Weights weights = new ReferenceWeights(CLASSES);
    for (VariableSpec variable : network.variables()) {
      float[] floats = weights.read(variable.name()).array();
      values.put(variable.name(), new Values(floats, variable.shape()));
    }
    for (VariableSpec slot : TrainingStep.slots(network, settings.rule())) {
      values.put(slot.name(), new Values(new float[slot.size()], slot.shape()));
    }
    step.assign(new HeapWeights(values, "a test"));
    return step;
  }

  private static StepSettings settings(UpdateRule rule, double weightDecay, double clipNorm) {
    return new StepSettings(rule, weightDecay, clipNorm, 1, 0.99, 0);
  }

  private static TrainingStep.Outcome run(TrainingStep step, Batch batch, double rate) {
    return step.run(batch, TARGETS, rate, 1, new SplittableRandom(1));
  }

  private static float[] floats(HeapWeights weights, String variable) {
    return weights.values().get(variable).values();
  }

  private static Batch fourImages() {
    float[] all = new float[4 * 224 * 224 * 3];
    for (int k = 0; k < 4; k++) {
      float[] image = Golden.image(k, 224, 224);
      System.arraycopy(image, 0, all, k * image.length, image.length);
    }
    TFloat32 images = Tensors.of(all, 4, 224, 224, 3);
    return Batch.of(images, List.of(0, 1, 2, 3));
  }
}
