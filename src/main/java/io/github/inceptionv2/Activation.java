package io.github.inceptionv2;

import java.util.List;

/**
 * An intermediate tensor of the network for one image. Immutable.
 *
 * <p>An {@linkplain ModelInfo#endpoints endpoint} such as {@code Mixed_5c} has the shape [height,
 * width, channels], with a height and width of 7 for an input of 224x224. {@code Logits} and {@code
 * Predictions} have the shape [classes].
 */
public final class Activation {

  private final String endpoint;
  private final List<Long> shape;
  private final float[] values;

  Activation(String endpoint, List<Long> shape, float[] values) {
    this.endpoint = endpoint;
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  /** Returns the endpoint's name. */
  public String endpoint() {
    return endpoint;
  }

  /** Returns the size of each dimension. */
  public List<Long> shape() {
    return shape;
  }

  /** Returns a copy of the values, the last dimension varying fastest. */
  public float[] values() {
    return values.clone();
  }

  /** Returns the endpoint's name and the shape. */
  @Override
  public String toString() {
    return endpoint + shape;
  }
}
