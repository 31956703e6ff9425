package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.testing.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The objective has the same minimum as scikit-learn's, whose figures {@code regression/make.py}
 * wrote.
 */
class HeadObjectiveTest {

  private static final int FEATURES = 1024;

  static List<JsonObject> cases() throws Exception {
    String json = Files.readString(Path.of("src/test/resources/regression/regression.json"));
    return Golden.objects(JsonParser.parseString(json).getAsJsonArray());
  }

  /** The formula of {@code make.py}. */
  private static float[] vector(int i, int classes, double scale) {
    float[] vector = new float[FEATURES];
    for (int j = 0; j < FEATURES; j++) {
      int whole = (i * 31 + j * 17 + (i * j) % 13 * 7 + i / classes * (j % 5)) % 97;
      boolean isOwn = j % classes == i % classes;
      vector[j] = (float) (scale * (whole / 97.0 + (isOwn ? 0.25 : 0)));
    }
    return vector;
  }

  private static List<float[]> vectors(int count, int classes, double scale) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vectors.add(vector(i, classes, scale));
    }
    return vectors;
  }

  private static int[] labels(int count, int classes) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % classes);
    return labels;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void minimum_anyScaleAndWeights_matchesScikitLearn(JsonObject expected) throws Exception {
    int count = expected.get("count").getAsInt();
    int classes = expected.get("classes").getAsInt();
    double l2 = expected.get("l2").getAsDouble();
    float[] ofClasses = Golden.floats(expected.get("weights"));
    int[] labels = labels(count, classes);
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = ofClasses[labels[i]];
    }
    List<float[]> vectors = vectors(count, classes, expected.get("scale").getAsDouble());
    try (HeadObjective objective =
        new HeadObjective(vectors, labels, classes, count, SessionConfig.DEFAULT)) {
      Lbfgs.Minimum minimum =
          new Lbfgs((x, gradient) -> objective.at(x, weights, l2, gradient), 1e-6, 1000)
              .minimize(new double[objective.parameterCount()]);
      double[] gradient = new double[objective.parameterCount()];
      double loss = objective.at(minimum.point(), weights, 0, new double[gradient.length]);
      objective.at(minimum.point(), weights, l2, gradient);
      // The function's curvature is at least l2, so its minimum is at most this far away.
      double distance = norm(gradient) / l2;
      double greatest = 0;
      for (double parameter : minimum.point()) {
        greatest = Math.max(greatest, Math.abs(parameter));
      }

      assertTrue(minimum.hasConverged(), minimum.iterations() + " iterations");
      assertTrue(distance < 0.05 * greatest, distance + " of " + greatest);
      assertEquals(expected.get("loss").getAsDouble(), loss, 1e-3 * loss + distance * distance);
      assertKernel(expected.getAsJsonArray("kernel"), objective, minimum, distance);
      assertProbabilities(expected.getAsJsonArray("probabilities"), objective, minimum, distance);
    }
  }

  private static double norm(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  private static void assertKernel(
      JsonArray expected, HeadObjective objective, Lbfgs.Minimum minimum, double distance) {
    float[] plain = objective.unstandardized(minimum.point());
    int classes = plain.length / (FEATURES + 1);
    double scale = Math.abs(minimum.point()[0] / plain[0]);
    for (int j = 0; j < expected.size(); j++) {
      float[] row = Golden.floats(expected.get(j));
      for (int k = 0; k < classes; k++) {
        assertEquals(row[k] * scale, plain[j * classes + k] * scale, distance, j + ", " + k);
      }
    }
  }

  /** Standardized vectors have a length of about 1, and the bias adds one more number. */
  private static void assertProbabilities(
      JsonArray expected, HeadObjective objective, Lbfgs.Minimum minimum, double distance) {
    float[] logits = objective.logits(minimum.point());
    for (int i = 0; i < expected.size(); i++) {
      float[] row = Golden.floats(expected.get(i));
      double sum = 0;
      for (int k = 0; k < row.length; k++) {
        sum += Math.exp(logits[i * row.length + k]);
      }
      for (int k = 0; k < row.length; k++) {
        double probability = Math.exp(logits[i * row.length + k]) / sum;
        assertEquals(row[k], probability, 2 * distance, i + ", " + k);
      }
    }
  }

  @Test
  void at_gradient_matchesFiniteDifferences() throws Exception {
    int classes = 3;
    List<float[]> vectors = vectors(30, classes, 1);
    float[] weights = new float[30];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 4; // some held out
    }
    try (HeadObjective objective =
        new HeadObjective(vectors, labels(30, classes), classes, 30, SessionConfig.DEFAULT)) {
      double[] at = new double[objective.parameterCount()];
      Arrays.setAll(at, i -> Math.sin(i));
      double[] gradient = new double[at.length];
      objective.at(at, weights, 0.1, gradient);
      for (int i : new int[] {0, 1, 2, 1000, 3000, 3072, 3073, 3074}) {
        double[] moved = at.clone();
        double step = 0.05;
        moved[i] += step;
        double up = objective.at(moved, weights, 0.1, new double[at.length]);
        moved[i] -= 2 * step;
        double down = objective.at(moved, weights, 0.1, new double[at.length]);
        assertEquals((up - down) / (2 * step), gradient[i], 1e-4, "parameter " + i);
      }
    }
  }

  /** There are more examples than go through the logits at once. */
  @Test
  void at_repeatedExamples_equalsEachOnce() throws Exception {
    int classes = 2;
    List<float[]> few = vectors(10, classes, 1);
    List<float[]> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.addAll(few);
    }
    double[] point = new double[(FEATURES + 1) * classes];
    Arrays.setAll(point, i -> Math.cos(i));
    double[] once = new double[point.length];
    double[] often = new double[point.length];
    float[] ones = new float[many.size()];
    Arrays.fill(ones, 1);
    try (HeadObjective small =
            new HeadObjective(few, labels(10, classes), classes, 10, SessionConfig.DEFAULT);
        HeadObjective large =
            new HeadObjective(
                many, labels(many.size(), classes), classes, many.size(), SessionConfig.DEFAULT)) {
      double expected = small.at(point, Arrays.copyOf(ones, 10), 0.01, once);
      assertEquals(expected, large.at(point, ones, 0.01, often), 1e-5 * expected);
      for (int i = 0; i < once.length; i++) {
        assertEquals(once[i], often[i], 1e-5, "parameter " + i);
      }
      float[] logits = large.logits(point);
      assertEquals(many.size() * classes, logits.length);
      assertEquals(small.logits(point)[3], logits[9990 * classes + 3], 1e-4);
    }
  }
}
