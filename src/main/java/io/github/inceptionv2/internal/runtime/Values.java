package io.github.inceptionv2.internal.runtime;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.types.TFloat32;

/**
 * A tensor's numbers, detached from native memory.
 *
 * @param values the numbers in C order
 * @param shape the lengths of the dimensions, the first of which counts the images
 */
public record Values(float[] values, List<Long> shape) {

  /** Checks that there are as many {@code values} as {@code shape} requires. */
  public Values {
    if (values.length != Tensors.size(shape)) {
      throw new IllegalArgumentException(values.length + " values do not match shape " + shape);
    }
  }

  /** Copies {@code tensor}. */
  public static Values of(TFloat32 tensor) {
    return new Values(Tensors.toFloats(tensor), tensor.shape().toListOrNull());
  }

  /** Returns the numbers of all images of {@code parts}, in order. */
  public static Values join(List<Values> parts) {
    int size = parts.stream().mapToInt(part -> part.values.length).sum();
    FloatBuffer joined = FloatBuffer.allocate(size);
    parts.forEach(part -> joined.put(part.values));
    List<Long> shape = new ArrayList<>(parts.get(0).shape);
    shape.set(0, parts.stream().mapToLong(part -> part.shape.get(0)).sum());
    return new Values(joined.array(), List.copyOf(shape));
  }

  /**
   * Returns the numbers of the images from {@code start} (inclusive) to {@code end} (exclusive).
   */
  public Values slice(int start, int end) {
    int size = values.length / Math.toIntExact(shape.get(0));
    List<Long> part = new ArrayList<>(shape);
    part.set(0, (long) end - start);
    return new Values(Arrays.copyOfRange(values, start * size, end * size), List.copyOf(part));
  }

  /**
   * Returns the mean over the images from {@code start} (inclusive) to {@code end} (exclusive),
   * without the first dimension.
   */
  public Values mean(int start, int end) {
    int size = values.length / Math.toIntExact(shape.get(0));
    float[] mean = Arrays.copyOfRange(values, start * size, (start + 1) * size);
    for (int i = 0; end - start > 1 && i < size; i++) {
      double sum = 0;
      for (int image = start; image < end; image++) {
        sum += values[image * size + i];
      }
      mean[i] = (float) (sum / (end - start));
    }
    return new Values(mean, shape.subList(1, shape.size()));
  }
}
