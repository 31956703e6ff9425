package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Passes weights on and refuses values that are not finite, and variances that are negative. */
public record FiniteWeights(Weights weights) implements Weights {

  /** Its root is taken. */
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
            name, values[i], i, isVariance ? "finite numbers from 0 on" : "finite numbers");
      }
    }
    return values;
  }

  private ModelFormatException problem(String name, float value, int index, String expected) {
    return new ModelFormatException(
        origin(),
        "variable "
            + name
            + " holds "
            + value
            + " at index "
            + index
            + ", expected "
            + expected
            + " only; the weights are damaged or diverged in training");
  }
}
