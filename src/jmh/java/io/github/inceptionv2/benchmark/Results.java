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
   * Makes an empty one.
   *
   * @param isLessBetter as it is of seconds and bytes, not of images a second
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

  /** The best of those in {@code row} who are {@code wanted}. */
  Optional<Entrant> best(String row, Predicate<Entrant> wanted) {
    Comparator<Entrant> byMedian = Comparator.comparingDouble(e -> rows.get(row).get(e).median());
    Stream<Entrant> candidates = rows.get(row).keySet().stream().filter(wanted);
    return isLessBetter ? candidates.min(byMedian) : candidates.max(byMedian);
  }

  /** How much better {@code one} is than {@code other}, round by round; more than 1 is better. */
  Samples advantage(String row, Entrant one, Entrant other) {
    Samples ours = rows.get(row).get(one);
    Samples theirs = rows.get(row).get(other);
    return isLessBetter ? theirs.over(ours) : ours.over(theirs);
  }
}
