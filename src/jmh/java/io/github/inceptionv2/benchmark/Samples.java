package io.github.inceptionv2.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Measurements of one thing, one per round. */
final class Samples {

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Returns the ratios to {@code others}, round by round. */
  Samples over(Samples others) {
    Samples ratios = new Samples();
    int rounds = Math.min(values.size(), others.values.size());
    IntStream.range(0, rounds).forEach(i -> ratios.add(values.get(i) / others.values.get(i)));
    return ratios;
  }

  /** Returns the median, with the smallest and the largest in parentheses. */
  String text(int decimals) {
    if (isEmpty()) {
      return "";
    }
    double least = values.stream().mapToDouble(v -> v).min().orElseThrow();
    double most = values.stream().mapToDouble(v -> v).max().orElseThrow();
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + "–" + number + ")", median(), least, most);
  }
}
