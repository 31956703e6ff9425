package io.github.inceptionv2.training;

import java.util.Locale;

/** Rejects options that are outside their range. */
final class OptionRanges {

  private OptionRanges() {}

  /** Returns {@code value} if it is from {@code least} to {@code most}, and not NaN. */
  static double check(double value, double least, double most, String name) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s (%s) must be from %s to %s", name, value, least, most));
    }
    return value;
  }

  /** Returns {@code value} if it is from {@code least} to {@code most}. */
  static int check(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s (%d) must be from %d to %d", name, value, least, most));
    }
    return value;
  }
}
