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

  private QuantizedVariables() {}
}
