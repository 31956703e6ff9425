package io.github.inceptionv2.benchmark;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One table's measurements, by row and entrant. */
final class Results {

  private final boolean isLessBetter;
  private final Map<String, Map<Entrant, Samples>> rows = new LinkedHashMap<>();

  /**
   * Creates an empty table.
   *
   * @param isLessBetter {@code true} for seconds and bytes, {@code false} for images per second
   */
  Results(boolean isLessBetter) {
    this.isLessBetter = isLessBetter;
  }

  void add(String row, Entrant entrant, double value) {
    rows.computeIfAbsent(row, r -> new EnumMap<>(Entrant.class))
        .computeIfAbsent(entrant, e -> new Samples())
        .add(value);
  }

  Map<String, Map<Entrant, Samples>> rows() {
    return rows;
  }

  /** Returns the best of the {@code wanted} entrants in {@code row}. */
  Optional<Entrant> best(String row, Predicate<Entrant> wanted) {
    Comparator<Entrant> byMedian = Comparator.comparingDouble(e -> rows.get(row).get(e).median());
    Stream<Entrant> candidates = rows.get(row).keySet().stream().filter(wanted);
    return isLessBetter ? candidates.min(byMedian) : candidates.max(byMedian);
  }

  /**
   * Returns the ratio by which {@code one} is better than {@code other}, round by round; above 1 is
   * better.
   */
  Samples advantage(String row, Entrant one, Entrant other) {
    Samples ours = rows.get(row).get(one);
    Samples theirs = rows.get(row).get(other);
    return isLessBetter ? theirs.over(ours) : ours.over(theirs);
  }
}
