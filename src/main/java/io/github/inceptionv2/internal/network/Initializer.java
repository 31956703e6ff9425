package io.github.inceptionv2.internal.network;

import java.util.Locale;

/** How a fresh variable starts, as TF-Slim's initialisers of the same names. */
public sealed interface Initializer {

  /** The last part of the name that TensorFlow gives such an initial value. */
  String nodeName();

  /** A normal distribution around 0, drawn again beyond two standard deviations. */
  record TruncatedNormal(double standardDeviation) implements Initializer {
    @Override
    public String nodeName() {
      return "truncated_normal";
    }
  }

  /** Zero everywhere, or one. */
  enum Constant implements Initializer {
    ZEROS(0),
    ONES(1);

    private final float value;

    Constant(float value) {
      this.value = value;
    }

    /** What every element starts with. */
    public float value() {
      return value;
    }

    @Override
    public String nodeName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * TF-Slim's default for convolutions, {@code variance_scaling_initializer} with factor 2 over the
   * fan-in; 1.3 makes up for what truncation takes from the variance.
   */
  static TruncatedNormal varianceScaling(int fanIn) {
    return new TruncatedNormal(Math.sqrt(1.3 * 2.0 / fanIn));
  }
}
