package io.github.inceptionv2.internal.network;

import java.util.Locale;

/** The initial value of a variable, as in TF-Slim's initializers of the same names. */
public sealed interface Initializer {

  /** Returns the last part of TensorFlow's name for the node that computes this initial value. */
  String nodeName();

  /** A normal distribution around 0. Values more than two standard deviations away are redrawn. */
  record TruncatedNormal(double standardDeviation) implements Initializer {
    @Override
    public String nodeName() {
      return "truncated_normal";
    }
  }

  /** The same value, 0 or 1, for all elements. */
  enum Constant implements Initializer {
    ZEROS(0),
    ONES(1);

    private final float value;

    Constant(float value) {
      this.value = value;
    }

    /** Returns the initial value of every element. */
    public float value() {
      return value;
    }

    @Override
    public String nodeName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns TF-Slim's default for convolutions, {@code variance_scaling_initializer}: a variance of
   * 2 divided by the fan-in. The factor 1.3 compensates for the variance lost to truncation.
   */
  static TruncatedNormal varianceScaling(int fanIn) {
    return new TruncatedNormal(Math.sqrt(1.3 * 2.0 / fanIn));
  }
}
