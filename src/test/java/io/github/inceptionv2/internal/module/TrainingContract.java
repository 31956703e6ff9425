package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.weights.Weights;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;

/**
 * Every training graph, ours or Hub's, computes the reference's numbers for four images with batch
 * statistics.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TrainingContract {

  static final JsonObject GOLDEN = Golden.numbers().getAsJsonObject("training");

  /** A graph and the reference weights as stored with it. */
  record Subject(NetworkGraph network, Weights weights) {

    /** The training graph of a module on disk. */
    static Subject of(Path directory) throws IOException {
      InceptionModule module = ModuleReader.read(directory);
      return new Subject(TrainingMetaGraph.read(module.path(), module.classes()), module.weights());
    }
  }

  private Path directory;
  private Subject subject;
  private TrainingFormSession run;

  /** Creates the graph, or skips the tests if a fixture is missing. */
  abstract Subject subject(Path directory) throws Exception;

  /** Adds the operations that a test fetches, before the graph runs. */
  void addTo(TrainingFormSession training, Graph graph) {}

  @BeforeAll
  final void keep(@TempDir Path shared) {
    directory = shared;
  }

  /**
   * Opens the session at the first test, because a failed assumption in {@code @BeforeAll} would
   * skip the class instead of each test.
   */
  @BeforeEach
  final void open() throws Exception {
    if (run == null) {
      subject = subject(directory);
      run = TrainingFormSession.open(subject.network(), this::addTo);
    }
    run.restore(subject.weights());
  }

  @AfterAll
  final void close() {
    if (run != null) { // null if the tests were skipped
      run.close();
    }
  }

  final NetworkGraph network() {
    return subject.network();
  }

  final TrainingFormSession run() {
    return run;
  }

  @Test
  final void featureVector_goldenBatch_matchesTheReference() {
    float[] features = run.run(network().featureVector());
    Numbers.assertClose(flat(GOLDEN.get("features")), features, Golden.ABSOLUTE_TOLERANCE);
  }

  @Test
  final void weightDecay_eachTerm_matchesTheReference() {
    boolean hasLogits = network().logits().isPresent();
    double sum = 0;
    for (float[] term : run.run(network().regularizationLosses())) {
      sum += term[0];
    }
    JsonObject expected = GOLDEN.getAsJsonObject("regularization_loss");
    int terms = expected.get("terms").getAsInt() - (hasLogits ? 0 : 1);
    String key = hasLogits ? "sum" : "sum_without_logits";

    assertEquals(terms, network().regularizationLosses().size());
    Numbers.assertRelative(key, expected.get(key).getAsDouble(), sum, 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"0.99,''", "0.5,_momentum_0.5"})
  final void movingAverages_goldenMomenta_matchTheReference(float momentum, String suffix) {
    run.update(momentum);

    for (String layer : MovingAverages.layers()) {
      for (String leaf : List.of(MovingAverages.MEAN, MovingAverages.VARIANCE)) {
        assertAverage(layer, leaf, MovingAverages.golden(layer, leaf, suffix));
      }
    }
  }

  /** At a momentum of 0, the averages become the batch's own statistics. */
  @ParameterizedTest
  @ValueSource(floats = {0.9f, 0})
  final void movingAverages_otherMomenta_followTheFormula(float momentum) {
    run.update(momentum);

    for (String layer : MovingAverages.layers()) {
      for (String leaf : List.of(MovingAverages.MEAN, MovingAverages.VARIANCE)) {
        assertAverage(layer, leaf, MovingAverages.expected(layer, leaf, momentum));
      }
    }
  }

  private void assertAverage(String layer, String leaf, float[] expected) {
    float[] actual = run.read(MovingAverages.variable(layer, leaf));
    Numbers.assertClose(expected, actual, Golden.ABSOLUTE_TOLERANCE);
  }

  @Test
  final void updates_reachAllMovingAveragesAndNothingElse() throws Exception {
    run.update(0.5f);

    List<VariableSpec> variables = network().variables();
    List<float[]> after = run.read(variables.stream().map(VariableSpec::name).toList());
    for (int i = 0; i < after.size(); i++) {
      float[] before = subject.weights().read(variables.get(i).name());
      boolean isSame = Arrays.equals(after.get(i), before);
      assertEquals(variables.get(i).trainable(), isSame, variables.get(i).name());
    }
  }

  @Test
  final void movingAverages_momentumOfOne_areKept() {
    String name = "InceptionV2/Mixed_5c/Branch_3/Conv2d_0b_1x1/BatchNorm/moving_mean";
    float[] before = run.read(name);
    run.update(1);

    assertFalse(network().updates().isEmpty());
    assertArrayEquals(before, run.read(name));
  }

  static float[] flat(JsonElement rows) {
    List<float[]> parts = new ArrayList<>();
    rows.getAsJsonArray().forEach(row -> parts.add(Golden.floats(row)));
    int width = parts.get(0).length;
    float[] all = Arrays.copyOf(parts.get(0), width * parts.size());
    for (int i = 1; i < parts.size(); i++) {
      System.arraycopy(parts.get(i), 0, all, i * width, width);
    }
    return all;
  }
}
