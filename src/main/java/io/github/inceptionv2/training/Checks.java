package io.github.inceptionv2.training;

import java.util.Locale;

/** Refuses settings that make no sense. */
final class Checks {

  private Checks() {}

  /** Returns {@code value} if it is from {@code least} to {@code most}, and no NaN. */
  static double range(double value, double least, double most, String name) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s (%s) must be from %s to %s", name, value, least, most));
    }
    return value;
  }

  /** Returns {@code value} if it is from {@code least} to {@code most}. */
  static int range(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s (%d) must be from %d to %d", name, value, least, most));
    }
    return value;
  }
}
