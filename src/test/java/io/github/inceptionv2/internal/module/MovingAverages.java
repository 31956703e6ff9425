package io.github.inceptionv2.internal.module;

import com.google.gson.JsonObject;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.testing.Golden;
import java.util.Set;

/** The reference's moving averages after one update, for any momentum. */
final class MovingAverages {

  static final String MEAN = "moving_mean";
  static final String VARIANCE = "moving_variance";

  private static final JsonObject GOLDEN =
      Golden.numbers().getAsJsonObject("training").getAsJsonObject("moving");
  private static final ReferenceWeights OLD = new ReferenceWeights(0);

  private MovingAverages() {}

  /** The layers that the reference has numbers for. */
  static Set<String> layers() {
    return GOLDEN.keySet();
  }

  /** The full name of a layer's {@link #MEAN} or {@link #VARIANCE}. */
  static String variable(String layer, String leaf) {
    return layer + "/BatchNorm/" + leaf;
  }

  /** A layer's numbers in the reference, which has momentum 0.99 and 0.5. */
  static float[] golden(String layer, String leaf, String suffix) {
    String bessel = leaf.equals(VARIANCE) ? "_bessel" : "";
    return Golden.floats(GOLDEN.getAsJsonObject(layer).get("new_" + leaf + bessel + suffix));
  }

  /** The average for another momentum: {@code old * momentum + batch * (1 - momentum)}. */
  static float[] expected(String layer, String leaf, double momentum) {
    float[] old = old(layer, leaf);
    float[] batch = batch(layer, leaf);
    float[] expected = new float[old.length];
    for (int i = 0; i < old.length; i++) {
      expected[i] = (float) (old[i] * momentum + batch[i] * (1 - momentum));
    }
    return expected;
  }

  /** The batch's own mean or Bessel-corrected variance, from the row for momentum 0.5. */
  static float[] batch(String layer, String leaf) {
    float[] old = old(layer, leaf);
    float[] half = golden(layer, leaf, "_momentum_0.5");
    float[] batch = new float[old.length];
    for (int i = 0; i < old.length; i++) {
      batch[i] = (float) (2.0 * half[i] - old[i]);
    }
    return batch;
  }

  /** The batch's mean or Bessel-corrected variance from the reference's statistics. */
  static float[] goldenBatch(String layer, String leaf) {
    JsonObject numbers = GOLDEN.getAsJsonObject(layer);
    if (leaf.equals(MEAN)) {
      return Golden.floats(numbers.get("batch_mean"));
    }
    double count = numbers.get("n_per_channel").getAsDouble();
    float[] variance = Golden.floats(numbers.get("batch_variance_biased"));
    for (int i = 0; i < variance.length; i++) {
      variance[i] = (float) (variance[i] * count / (count - 1));
    }
    return variance;
  }

  private static float[] old(String layer, String leaf) {
    return OLD.read(variable(layer, leaf));
  }
}
