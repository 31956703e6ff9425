package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.benchmark.Contender.Top;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.util.ArrayList;
import java.util.List;

/** Refuses to time a contender that gives wrong answers. */
final class Verification {

  private static final int SIZE = Contender.SIZE;

  /** A size whose middle seven eighths are {@link #SIZE}, so nothing is left to resize. */
  private static final int WHOLE = 256;

  private static final int MARGIN = (WHOLE - SIZE) / 2;
  private static final double PROBABILITY_TOLERANCE = 1e-4;

  /**
   * The minimum cosine of rounded numbers. It allows errors of a seventh, which is the sum of
   * int8's roundings.
   */
  private static final double ROUNDED_COSINE = 0.99;

  private Verification() {}

  /** Throws if a number differs from the golden number by more than the tolerance. */
  static void check(Contender contender) throws Exception {
    float[] golden = Golden.image(0, SIZE, SIZE);
    float[] middle = middle(Golden.image(0, WHOLE, WHOLE));
    List<float[]> images = new ArrayList<>(List.of(golden, middle, golden));
    float[][] logits;
    try (Contender.Prepared prepared = contender.prepare(images)) {
      logits = prepared.logits();
    }
    float[] expected = Golden.floats(Golden.inference().get(0).get("logits"));
    Numbers.assertClose(expected, logits[0], Golden.ABSOLUTE_TOLERANCE);
    Numbers.assertClose(expected, logits[2], Golden.ABSOLUTE_TOLERANCE);
    byte[] file = Golden.png(0, WHOLE, WHOLE);
    checkClasses(Scores.top(logits[1], Contender.TOP), contender.classify(file));
    Numbers.assertClose(logits[1], logitsOf(contender.features(file)), Golden.ABSOLUTE_TOLERANCE);
  }

  /** Throws if rounded numbers have another direction than the golden numbers. */
  static void checkRounded(Contender contender) throws Exception {
    float[] golden = Golden.image(0, SIZE, SIZE);
    float[] logits;
    try (Contender.Prepared prepared = contender.prepare(List.of(golden))) {
      logits = prepared.logits()[0];
    }
    float[] expected = Golden.floats(Golden.inference().get(0).get("logits"));
    double cosine = Numbers.cosine(expected, logits);
    if (!(cosine >= ROUNDED_COSINE)) {
      throw new AssertionError("logits have a cosine of " + cosine + " to the expected logits");
    }
    contender.classify(Golden.png(0, WHOLE, WHOLE));
  }

  private static float[] middle(float[] rgb) {
    float[] middle = new float[3 * SIZE * SIZE];
    for (int y = 0; y < SIZE; y++) {
      int from = 3 * ((y + MARGIN) * WHOLE + MARGIN);
      System.arraycopy(rgb, from, middle, 3 * SIZE * y, 3 * SIZE);
    }
    return middle;
  }

  private static void checkClasses(List<Top> expected, List<Top> actual) {
    for (int i = 0; i < expected.size(); i++) {
      double difference = expected.get(i).probability() - actual.get(i).probability();
      if (expected.get(i).index() != actual.get(i).index()
          || !(Math.abs(difference) <= PROBABILITY_TOLERANCE)) {
        throw new AssertionError("expected classes " + expected + " but were " + actual);
      }
    }
  }

  /** Computes the last layer in double precision. */
  private static float[] logitsOf(float[] features) {
    int classes = Golden.inference().get(0).getAsJsonArray("logits").size();
    ReferenceWeights reference = new ReferenceWeights(classes);
    float[] weights = reference.read("InceptionV2/Logits/Conv2d_1c_1x1/weights");
    float[] biases = reference.read("InceptionV2/Logits/Conv2d_1c_1x1/biases");
    float[] logits = new float[classes];
    for (int c = 0; c < classes; c++) {
      double sum = biases[c];
      for (int f = 0; f < features.length; f++) {
        sum += (double) features[f] * weights[f * classes + c];
      }
      logits[c] = (float) sum;
    }
    return logits;
  }
}
