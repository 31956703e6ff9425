package io.github.inceptionv2.internal.network;

/**
 * The names of a quantized layer's variables beside its {@code biases}, which are floats: integer
 * weights, and for each output channel the range that the integers -127 to 127 stand for.
 */
public final class QuantizedVariables {

  /** The weights as integers. */
  public static final String WEIGHTS = "/quantized_weights";

  /** The number that -127 stands for. */
  public static final String MINIMUM = "/weights_minimum";

  /** The number that 127 stands for. */
  public static final String MAXIMUM = "/weights_maximum";

  /** The floats that the integers stand for, in place of these three, of a network in floats. */
  public static final String ROUNDED = "/rounded_weights";

  private QuantizedVariables() {}
}
