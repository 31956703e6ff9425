package io.github.inceptionv2.internal.network;

/** The numbers that a network computes with. */
public enum NumberType {
  /** 32 bits. */
  FLOAT32,
  /** The upper 16 bits of a float32. */
  BFLOAT16,
  /** Integers of 8 bits with a scale for each layer. */
  INT8
}
