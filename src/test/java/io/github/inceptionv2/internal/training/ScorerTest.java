package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.VariableValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The head alone computes the whole network's logits from the whole network's features. */
class ScorerTest {

  private static final int CLASSES = 3;
  private static final ReferenceWeights WEIGHTS = new ReferenceWeights(CLASSES);

  private static Scorer whole;

  @BeforeAll
  static void open() throws Exception {
    whole = new Scorer(NetworkBuilder.build(Form.INFERENCE, CLASSES), SessionConfig.DEFAULT);
    whole.assign(WEIGHTS);
  }

  @AfterAll
  static void close() {
    whole.close();
  }

  @Test
  void logits_headOnFeatures_matchTheWholeNetwork() throws Exception {
    float[] features;
    float[] expected;
    try (ExampleBatch batch = TrainingSteps.images(4, 64)) {
      features = whole.featureVectors(batch);
      expected = whole.logits(batch).values();
    }
    NetworkGraph network = NetworkBuilder.buildHead(Form.INFERENCE, CLASSES);
    try (Scorer head = new Scorer(network, SessionConfig.DEFAULT);
        ExampleBatch batch = TrainingSteps.features(features)) {
      head.assign(HeapWeights.copy(WEIGHTS, network.variables()));

      assertEquals(4 * CLASSES, expected.length);
      assertArrayEquals(expected, head.logits(batch).values(), 1e-5f);
      assertArrayEquals(features, head.featureVectors(batch));
    }
  }

  @ParameterizedTest
  @EnumSource
  void head_anyForm_hasTheVariablesOfTheWholeNetworksLogits(Form form) {
    List<VariableSpec> ofLogits =
        NetworkBuilder.variables(CLASSES).stream().filter(VariableSpec::isOfLogits).toList();

    assertEquals(2, ofLogits.size());
    assertEquals(ofLogits, NetworkBuilder.buildHead(form, CLASSES).variables());
    assertEquals(List.of(), NetworkBuilder.buildHead(form, CLASSES).updates());
    assertEquals(1, NetworkBuilder.buildHead(form, CLASSES).regularizationLosses().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void head_noClasses_isRefused(int classes) {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> NetworkBuilder.buildHead(Form.INFERENCE, classes));

    assertEquals("classes (" + classes + ") must be positive", e.getMessage());
  }

  @Test
  void assign_otherWeights_replacesTheFirst() throws Exception {
    NetworkGraph network = NetworkBuilder.buildHead(Form.INFERENCE, CLASSES);
    HeapWeights weights = HeapWeights.copy(WEIGHTS, network.variables());
    try (Scorer head = new Scorer(network, SessionConfig.DEFAULT);
        ExampleBatch batch = TrainingSteps.features(TrainingSteps.vectors(1, 1))) {
      head.assign(weights);
      float[] before = head.logits(batch).values();
      head.assign(halved(weights));
      float[] after = head.logits(batch).values();

      for (int i = 0; i < CLASSES; i++) {
        assertEquals(before[i] / 2, after[i], 1e-6);
      }
    }
  }

  private static HeapWeights halved(HeapWeights weights) {
    var values = new LinkedHashMap<String, VariableValue>();
    weights
        .values()
        .forEach(
            (name, value) -> {
              float[] half = value.values().clone();
              for (int i = 0; i < half.length; i++) {
                half[i] /= 2;
              }
              values.put(name, new VariableValue(half, value.shape()));
            });
    return new HeapWeights(values, Path.of("a test"));
  }
}
