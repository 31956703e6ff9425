package io.github.inceptionv2.internal.runtime;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.types.TFloat32;

/**
 * A tensor's numbers, detached from native memory.
 *
 * @param values in C order
 * @param shape the first dimension counts the images
 */
public record Values(float[] values, List<Long> shape) {

  /** Copies {@code tensor}. */
  public static Values of(TFloat32 tensor) {
    return new Values(Tensors.toFloats(tensor), tensor.shape().toListOrNull());
  }

  /** The part that belongs to image {@code i}, its shape without the first dimension. */
  public Values image(int i) {
    int size = values.length / Math.toIntExact(shape.get(0));
    return new Values(
        Arrays.copyOfRange(values, i * size, (i + 1) * size), shape.subList(1, shape.size()));
  }
}
