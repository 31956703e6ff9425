package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.inceptionv2.internal.runtime.FloatMath;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fitted heads are as good as scikit-learn's on hard data. The data follow from the formula of
 * {@code src/test/resources/regression/heads.py}, which wrote scikit-learn's figures.
 */
class HeadQualityTest {

  private static final int FEATURES = 1024;
  private static final int TEST = 400;

  /** Tolerances: one percentage point of accuracy, and five percent of log loss. */
  private static final double POINT = 0.01;

  private static final double LOSS = 1.05;

  private record Case(JsonObject json) {

    int[] counts() {
      return StreamSupport.stream(json.getAsJsonArray("counts").spliterator(), false)
          .mapToInt(JsonElement::getAsInt)
          .toArray();
    }

    double number(String name) {
      return json.get(name).getAsDouble();
    }

    @Override
    public String toString() {
      return json.get("name").getAsString();
    }
  }

  static Stream<Case> cases() throws Exception {
    String text = Files.readString(Path.of("src/test/resources/regression/heads.json"));
    return StreamSupport.stream(JsonParser.parseString(text).getAsJsonArray().spliterator(), false)
        .map(element -> new Case(element.getAsJsonObject()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fit_hardData_isAsGoodAsScikitLearn(Case data) throws Exception {
    int classes = data.counts().length;
    int[] right =
        IntStream.range(0, classes)
            .flatMap(k -> IntStream.generate(() -> k).limit(data.counts()[k]))
            .toArray();
    LabeledVectors training =
        new LabeledVectors(
            vectors(right, 0, data), given(right, data), right.length, weights(data), 1);
    int[] test = IntStream.range(0, TEST).map(i -> i % classes).toArray();
    HeadFitter.Fit fit;
    try (HeadFitter fitter = new HeadFitter(training, SessionConfig.DEFAULT, () -> {})) {
      fit = fitter.fit();
    }
    Map<String, Double> reached = judge(fit, vectors(test, 1_000_000, data), test);

    String told = data + ": " + reached + ", expected " + data.json() + ", " + fit.trials();
    assertTrue(reached.get("accuracy") >= data.number("accuracy") - POINT, told);
    assertTrue(reached.get("loss") <= data.number("loss") * LOSS, told);
  }

  private static Map<String, Double> judge(
      HeadFitter.Fit fit, List<float[]> vectors, int[] labels) {
    int classes = fit.biases().length;
    double loss = 0;
    int hits = 0;
    for (int i = 0; i < labels.length; i++) {
      float[] logits = fit.biases().clone();
      for (int j = 0; j < FEATURES; j++) {
        for (int k = 0; k < classes; k++) {
          logits[k] += vectors.get(i)[j] * fit.kernel()[j * classes + k];
        }
      }
      loss += FloatMath.crossEntropy(logits, 0, classes, labels[i]) / labels.length;
      float own = logits[labels[i]];
      Arrays.sort(logits);
      hits += own == logits[classes - 1] ? 1 : 0;
    }
    return new TreeMap<>(Map.of("loss", loss, "accuracy", (double) hits / labels.length));
  }

  /** Weighs classes as training does if one has more than three times the images of another. */
  private static float[] weights(Case data) {
    int[] counts = data.counts();
    int all = IntStream.of(counts).sum();
    float[] weights = new float[counts.length];
    boolean isUneven =
        IntStream.of(counts).max().orElseThrow() > 3 * IntStream.of(counts).min().orElseThrow();
    for (int k = 0; k < counts.length; k++) {
      weights[k] = isUneven ? (float) all / (counts.length * counts[k]) : 1;
    }
    return weights;
  }

  private static int[] given(int[] right, Case data) {
    int classes = data.counts().length;
    return IntStream.range(0, right.length)
        .map(
            i ->
                uniform((1L << 50) + i) < data.number("wrong")
                    ? (right[i] + 1 + i % (classes - 1)) % classes
                    : right[i])
        .toArray();
  }

  private static List<float[]> vectors(int[] classes, long first, Case data) {
    double signal = data.number("signal");
    double scale = data.number("scale");
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < classes.length; i++) {
      float[] vector = new float[FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        double pattern = uniform((long) classes[i] * FEATURES + j);
        double noise = uniform((1L << 40) + (first + i) * FEATURES + j);
        vector[j] = (float) (scale * Math.max(0, signal * pattern + noise - 0.6));
      }
      vectors.add(vector);
    }
    return vectors;
  }

  /** Returns a number from 0 to 1 from splitmix64. */
  private static double uniform(long index) {
    long z = (index + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 11) * 0x1p-53;
  }
}
