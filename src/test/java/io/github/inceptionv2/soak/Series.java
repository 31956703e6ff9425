package io.github.inceptionv2.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The resources of a process during repeated work, and their growth. */
final class Series {

  /** The share of samples that counts as warm-up. */
  private static final double WARM_UP = 1 / 3.0;

  private final String name;
  private final String unit;
  private final int count;
  private final List<Integer> done = new ArrayList<>();
  private final List<ProcessFigures> figures = new ArrayList<>();

  /**
   * Creates a series of {@code count} repetitions; {@code unit} names the work that is repeated.
   */
  Series(String name, String unit, int count) {
    this.name = name;
    this.unit = unit;
    this.count = count;
  }

  /** Records the resources after {@code times} repetitions, about two hundred times in all. */
  void sample(int times) throws Exception {
    if (times % Math.max(1, count / 200) == 0) {
      done.add(times);
      figures.add(ProcessFigures.read());
    }
  }

  /**
   * Returns the least squares slope of a figure over the number of repetitions, after the warm-up.
   */
  private double slope(ToLongFunction<ProcessFigures> figure) {
    int first = first();
    double meanX = 0;
    double meanY = 0;
    int n = done.size() - first;
    for (int i = first; i < done.size(); i++) {
      meanX += done.get(i) / (double) n;
      meanY += figure.applyAsLong(figures.get(i)) / (double) n;
    }
    double covariance = 0;
    double variance = 0;
    for (int i = first; i < done.size(); i++) {
      double x = done.get(i) - meanX;
      covariance += x * (figure.applyAsLong(figures.get(i)) - meanY);
      variance += x * x;
    }
    return variance == 0 ? 0 : covariance / variance;
  }

  private int first() {
    return (int) (done.size() * WARM_UP);
  }

  private long growth(ToLongFunction<ProcessFigures> figure) {
    return figure.applyAsLong(figures.get(figures.size() - 1))
        - figure.applyAsLong(figures.get(first()));
  }

  static String header() {
    return String.format(
        Locale.ROOT,
        "%-34s %9s %10s %10s %16s %8s %8s %8s",
        "work",
        "units",
        "MB before",
        "MB after",
        "bytes per unit",
        "threads",
        "handles",
        "tmpfiles");
  }

  /** Returns the growth after the warm-up: a slope for memory, a difference for the others. */
  String row() {
    return String.format(
        Locale.ROOT,
        "%-34s %9s %10.1f %10.1f %16.0f %+8d %+8d %+8d",
        name + ", " + unit,
        done.get(done.size() - 1),
        figures.get(first()).kilobytes() / 1024.0,
        figures.get(figures.size() - 1).kilobytes() / 1024.0,
        1024 * slope(ProcessFigures::kilobytes),
        growth(ProcessFigures::threads),
        growth(ProcessFigures::files),
        growth(ProcessFigures::temporary));
  }
}
