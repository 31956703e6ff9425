package io.github.inceptionv2;

import io.github.inceptionv2.internal.network.NumberType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Numbers that a network computes with. Fewer bits are faster and change the results; the README
 * lists by how much.
 */
public enum Precision {
  /** 32 bits, as the network was trained. */
  FLOAT32(NumberType.FLOAT32),
  /**
   * Integers of 8 bits behind the first two layers: 8-bit weights on processors with VNNI, 7-bit
   * weights on others. Logits and the mean that is the feature vector are computed in float32.
   */
  INT8(NumberType.INT8),
  /** The upper 16 bits of a float32, on processors with AVX-512 BF16. */
  BFLOAT16(NumberType.BFLOAT16);

  private final NumberType type;

  Precision(NumberType type) {
    this.type = type;
  }

  /**
   * Returns the precision called {@code name}, in small or capital letters.
   *
   * @throws IllegalArgumentException if there is none
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

  /** Returns the name in small letters, such as {@code int8}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
