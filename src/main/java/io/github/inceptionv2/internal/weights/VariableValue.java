package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.network.VariableSpec;
import java.util.List;

/**
 * The value of one variable in a Java array.
 *
 * @param values the values in C order; not copied
 */
public record VariableValue(float[] values, List<Long> shape) {

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if the number of values does not match {@code shape}
   */
  public VariableValue {
    long expected = shape.stream().reduce(1L, Math::multiplyExact);
    if (values.length != expected) {
      throw new IllegalArgumentException(values.length + " values do not match shape " + shape);
    }
  }

  /** Returns {@code values} as the value of {@code variable}. */
  public static VariableValue of(VariableSpec variable, float[] values) {
    return new VariableValue(values, variable.shape());
  }
}
