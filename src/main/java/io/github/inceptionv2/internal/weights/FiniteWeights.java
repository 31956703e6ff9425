package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Weights that throw an exception instead of returning non-finite values or negative variances. */
public record FiniteWeights(Weights weights) implements Weights {

  /** The suffix of the names of variances, which must not be negative. */
  private static final String VARIANCE = "/moving_variance";

  @Override
  public Set<String> names() {
    return weights.names();
  }

  @Override
  public List<Long> shape(String name) {
    return weights.shape(name);
  }

  @Override
  public Path origin() {
    return weights.origin();
  }

  @Override
  public float[] read(String name) throws IOException {
    float[] values = weights.read(name);
    boolean isVariance = name.endsWith(VARIANCE);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i]) || isVariance && values[i] < 0) {
        throw problem(
            name, values[i], i, isVariance ? "finite numbers not below 0" : "finite numbers");
      }
    }
    return values;
  }

  private ModelFormatException problem(String name, float value, int index, String expected) {
    return new ModelFormatException(
        origin(),
        "variable "
            + name
            + " has "
            + value
            + " at index "
            + index
            + ", expected only "
            + expected
            + "; the weights are damaged or diverged in training");
  }
}
