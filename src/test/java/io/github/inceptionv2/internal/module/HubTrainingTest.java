package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;

/** The training graph of Hub's classification module computes the reference's numbers. */
class HubTrainingTest extends LogitsTrainingContract {

  @Override
  Subject subject(Path directory) throws Exception {
    return Subject.of(HubModuleTest.withWeights(directory, "hub-classification-3", 1001));
  }

  /**
   * The reference has seven gradients and the averages of three layers. This test compares all of
   * them with our own graph. Both graphs run the same kernels, so even the rounding is the same.
   */
  @Test
  void gradientsAndAverages_equalThoseOfOurGraph() throws Exception {
    Map<String, float[]> expected = ofOurForm();
    Map<String, float[]> actual = step(run(), gradients());

    assertEquals(141 + 277, expected.size());
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, values) -> assertSame(name, values, actual.get(name)));
  }

  private static Map<String, float[]> ofOurForm() throws Exception {
    Map<String, String> gradients = new LinkedHashMap<>();
    NetworkGraph network = NetworkBuilder.build(Form.TRAINING, 1001);
    try (TrainingFormSession run =
        TrainingFormSession.open(
            network, (training, graph) -> gradients.putAll(addGradients(training, graph)))) {
      run.restore(new ReferenceWeights(1001));
      return step(run, gradients);
    }
  }

  private static Map<String, String> addGradients(TrainingFormSession training, Graph graph) {
    training.addLosses(graph);
    return training.addGradients(graph, TrainingFormSession.LOSS, TrainingFormSession.HANDLE);
  }

  /** All gradients, and all variables after an update of the moving averages. */
  private static Map<String, float[]> step(TrainingFormSession run, Map<String, String> gradients) {
    Map<String, float[]> all = new LinkedHashMap<>();
    List<float[]> values = run.run(List.copyOf(gradients.values()));
    for (String name : gradients.keySet()) {
      all.put("gradient of " + name, values.get(all.size()));
    }
    run.update(0.5f);
    List<String> variables = run.network().variables().stream().map(VariableSpec::name).toList();
    List<float[]> updated = run.read(variables);
    for (int i = 0; i < variables.size(); i++) {
      all.put(variables.get(i), updated.get(i));
    }
    return all;
  }
}
