package io.github.inceptionv2;

import io.github.inceptionv2.internal.network.NumberType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The precision that a network computes in. Fewer bits are faster but change the results; the
 * guide's page "Accuracy" shows by how much.
 */
public enum Precision {
  /** 32 bits, as the network was trained. */
  FLOAT32(NumberType.FLOAT32),
  /**
   * 8-bit integers, with 8-bit weights on processors with VNNI and 7-bit weights on other
   * processors. The first layers are computed in bfloat16 on processors with AMX, and in float32 on
   * processors without VNNI. Logits, and the mean that yields the feature vector, are computed in
   * float32.
   */
  INT8(NumberType.INT8),
  /** The upper 16 bits of a float32, on processors with AVX-512 BF16. */
  BFLOAT16(NumberType.BFLOAT16);

  private final NumberType type;

  Precision(NumberType type) {
    this.type = type;
  }

  /**
   * Returns the precision called {@code name}, ignoring case.
   *
   * @throws IllegalArgumentException if there is no such precision
   */
  public static Precision of(String name) {
    List<String> names = Arrays.stream(values()).map(Precision::toString).toList();
    int index = names.indexOf(name.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new IllegalArgumentException("unknown precision \"" + name + "\"; known: " + names);
    }
    return values()[index];
  }

  static Precision of(NumberType type) {
    return Arrays.stream(values()).filter(one -> one.type == type).findAny().orElseThrow();
  }

  NumberType type() {
    return type;
  }

  /** Returns the name in lower case, such as {@code int8}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
