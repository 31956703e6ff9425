package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.network.VariableSpec;
import java.util.List;

/**
 * The value of one variable in a Java array.
 *
 * @param values in C order; not copied
 */
public record VariableValue(float[] values, List<Long> shape) {

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if there are not as many values as {@code shape} says
   */
  public VariableValue {
    long expected = shape.stream().reduce(1L, Math::multiplyExact);
    if (values.length != expected) {
      throw new IllegalArgumentException(
          values.length + " values, expected those of shape " + shape);
    }
  }

  /** Takes {@code values} for {@code variable}. */
  public static VariableValue of(VariableSpec variable, float[] values) {
    return new VariableValue(values, variable.shape());
  }
}
