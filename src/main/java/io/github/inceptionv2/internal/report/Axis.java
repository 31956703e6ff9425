package io.github.inceptionv2.internal.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A range with ticks at round numbers.
 *
 * @param step distance between ticks; ticks are at multiples of the step
 */
record Axis(double min, double max, double step) {

  private static final int EPOCH_TICKS = 16;
  private static final double NEARLY = 1e-6;
  private static final double SMALL = 1e-4;
  private static final double LARGE = 1e6;

  /**
   * Returns a range that includes all finite values. The range starts at 0 unless that would
   * flatten the lines.
   */
  static Axis of(DoubleStream values, int ticks) {
    double[] finite = values.filter(Double::isFinite).sorted().toArray();
    double low = finite.length == 0 ? 0 : finite[0];
    double high = finite.length == 0 ? 1 : finite[finite.length - 1];
    if (low > 0 && (low < high / 2 || low == high)) {
      low = 0;
    }
    if (low == high) {
      high++;
    }
    double step = round((high - low) / ticks);
    return new Axis(
        Math.floor(low / step + NEARLY) * step, Math.ceil(high / step - NEARLY) * step, step);
  }

  /** Returns the range from the first epoch to the last. */
  static Axis ofEpochs(int last) {
    // A single epoch is drawn in the middle.
    return last == 1
        ? new Axis(0.5, 1.5, 1)
        : new Axis(1, last, Math.max(1, round((double) last / EPOCH_TICKS)));
  }

  /** Rounds up to 1, 2 or 5 times a power of ten. */
  private static double round(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    double digit = step / power - NEARLY;
    return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
  }

  /** Returns the ticks in the range. */
  List<Double> ticks() {
    long first = (long) Math.ceil(min / step - NEARLY);
    long last = (long) Math.floor(max / step + NEARLY);
    return LongStream.rangeClosed(first, last).mapToObj(i -> i * step).toList();
  }

  /** Returns the position of a value, from 0 to 1 within the range. */
  double position(double value) {
    return (value - min) / (max - min);
  }

  /** Returns a tick's label, with as many decimals as all ticks need. */
  String format(double tick) {
    if (step < SMALL || step >= LARGE) {
      return tick == 0 ? "0" : String.format(Locale.ROOT, "%.1e", tick);
    }
    int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + NEARLY));
    return String.format(Locale.ROOT, "%." + digits + "f", tick);
  }

  /** Returns a tick's label in percent. */
  String formatPercent(double tick) {
    return new Axis(100 * min, 100 * max, 100 * step).format(100 * tick) + " %";
  }
}
