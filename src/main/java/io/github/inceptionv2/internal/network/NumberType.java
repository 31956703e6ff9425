package io.github.inceptionv2.internal.network;

/** The type of the numbers that a network computes with. */
public enum NumberType {
  /** 32-bit floats. */
  FLOAT32,
  /** The upper 16 bits of a float32. */
  BFLOAT16,
  /** 8-bit integers with a scale for each layer. */
  INT8
}
