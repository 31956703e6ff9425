package io.github.inceptionv2.internal.network;

/**
 * The names of a quantized layer's variables: the integer weights and, for each output channel, the
 * range that the integers from -127 to 127 represent. The {@code biases} are floats.
 */
public final class QuantizedVariables {

  /** The weights as integers. */
  public static final String WEIGHTS = "/quantized_weights";

  /** The number that -127 represents. */
  public static final String MINIMUM = "/weights_minimum";

  /** The number that 127 represents. */
  public static final String MAXIMUM = "/weights_maximum";

  /**
   * The floats that the integers represent. A float network has this variable instead of the
   * others.
   */
  public static final String ROUNDED = "/rounded_weights";

  /**
   * The biases of a layer whose input is increased by 1, so that it is not negative: the biases of
   * the original layer minus the sum of the channel's rounded weights.
   */
  public static final String SHIFTED_BIASES = "/shifted_biases";

  private QuantizedVariables() {}

  /**
   * Returns the name of the folded network's variable that has the same shape as the variable
   * called {@code name}, or {@code name} if there is none.
   */
  public static String folded(String name) {
    int end = name.lastIndexOf('/');
    return switch (name.substring(end)) {
      case WEIGHTS, ROUNDED -> name.substring(0, end) + "/weights";
      case SHIFTED_BIASES -> name.substring(0, end) + "/biases";
      default -> name;
    };
  }
}
