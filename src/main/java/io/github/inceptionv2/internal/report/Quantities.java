package io.github.inceptionv2.internal.report;

import java.time.Duration;
import java.util.Locale;

/** Formats numbers as human-readable text. */
public final class Quantities {

  private static final String NONE = "–";

  private Quantities() {}

  /** Returns a percentage such as {@code 91.2 %}. */
  public static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : NONE;
  }

  /** Returns a range such as {@code 81.3 to 91.2 %}. */
  public static String percents(double low, double high) {
    return String.format(Locale.ROOT, "%.1f to %.1f %%", 100 * low, 100 * high);
  }

  /** Returns a number such as {@code 0.3121}. */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    boolean isPlain = size == 0 || size >= 1e-3 && size < 1e4;
    return String.format(Locale.ROOT, isPlain ? "%.4f" : "%.2e", value);
  }

  /** Returns a count such as {@code 1,234}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns a duration such as {@code 12.3 s}, {@code 14 min 3 s} or {@code 2 h 5 min}. */
  public static String duration(Duration duration) {
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    } else if (duration.toMinutes() > 0) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
