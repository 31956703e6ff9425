package io.github.inceptionv2.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Results as a table in Markdown. */
final class Table {

  private Table() {}

  /** Returns all entrants' medians and spreads, and the ratios of each of ours to the best peer. */
  static String full(Results results, int decimals) {
    List<Entrant> entrants = entrants(results);
    List<Entrant> ours = entrants.stream().filter(Entrant::isOurs).toList();
    List<String> head = new ArrayList<>(List.of(""));
    entrants.forEach(entrant -> head.add(entrant.title()));
    head.add("best peer");
    ours.forEach(entrant -> head.add(entrant.title() + " / best peer"));
    StringBuilder text = new StringBuilder(line(head)).append(rule(head.size()));
    for (Map.Entry<String, Map<Entrant, Samples>> row : results.rows().entrySet()) {
      List<String> cells = new ArrayList<>(List.of(row.getKey()));
      for (Entrant entrant : entrants) {
        Samples samples = row.getValue().get(entrant);
        cells.add(samples == null ? "" : samples.text(decimals));
      }
      Optional<Entrant> peer = results.best(row.getKey(), Entrant::isPeer);
      cells.add(peer.map(Entrant::title).orElse(""));
      for (Entrant entrant : ours) {
        cells.add(
            peer.isEmpty() || !row.getValue().containsKey(entrant)
                ? ""
                : results.advantage(row.getKey(), entrant, peer.get()).text(2));
      }
      text.append(line(cells));
    }
    return text.toString();
  }

  /**
   * Returns our best entrant and the best peer in each row, and our ratios to the peer and to DJL.
   */
  static String summary(Results results, int decimals) {
    List<String> head =
        List.of("", "ours", "settings", "best peer", "its name", "ours / best peer", "ours / DJL");
    StringBuilder text = new StringBuilder(line(head)).append(rule(head.size()));
    for (Map.Entry<String, Map<Entrant, Samples>> row : results.rows().entrySet()) {
      String name = row.getKey();
      Optional<Entrant> ours = results.best(name, e -> e.isOurs() && !e.isRounded());
      Optional<Entrant> peer = results.best(name, Entrant::isPeer);
      Optional<Entrant> djl = results.best(name, Entrant::isDjl);
      if (ours.isPresent() && peer.isPresent()) {
        text.append(
            line(
                List.of(
                    name,
                    number(row.getValue().get(ours.get()).median(), decimals),
                    ours.get().title(),
                    number(row.getValue().get(peer.get()).median(), decimals),
                    peer.get().title(),
                    results.advantage(name, ours.get(), peer.get()).text(2),
                    djl.map(d -> results.advantage(name, ours.get(), d).text(2)).orElse(""))));
      }
    }
    return text.toString();
  }

  /**
   * Returns our best entrant in fewer bits, with ratios to the best peers in fewer bits and in
   * float32.
   */
  static String rounded(Results results, int decimals) {
    List<String> head =
        List.of("", "ours", "settings", "ours / int8 peer", "float32 peer", "ours / float32 peer");
    StringBuilder text = new StringBuilder(line(head)).append(rule(head.size()));
    for (Map.Entry<String, Map<Entrant, Samples>> row : results.rows().entrySet()) {
      String name = row.getKey();
      Optional<Entrant> ours = results.best(name, e -> e.isOurs() && e.isRounded());
      Optional<Entrant> equal = results.best(name, e -> !e.isOurs() && e.isRounded());
      Optional<Entrant> peer = results.best(name, Entrant::isPeer);
      if (ours.isPresent()) {
        text.append(
            line(
                List.of(
                    name,
                    number(row.getValue().get(ours.get()).median(), decimals),
                    ours.get().title(),
                    ratio(results, name, ours.get(), equal),
                    peer.map(Entrant::title).orElse(""),
                    ratio(results, name, ours.get(), peer))));
      }
    }
    return text.toString();
  }

  private static String ratio(Results results, String row, Entrant one, Optional<Entrant> other) {
    return other.map(peer -> results.advantage(row, one, peer).text(2)).orElse("");
  }

  /** Returns medians and spreads, without a peer. */
  static String alone(Results results, int decimals) {
    return table(results, samples -> samples.text(decimals));
  }

  /** Returns medians alone. */
  static String medians(Results results, int decimals) {
    return table(results, samples -> number(samples.median(), decimals));
  }

  /** Returns medians and their shares of {@code whole}. */
  static String shares(Results results, double whole) {
    return table(
        results,
        samples ->
            number(samples.median(), 1) + " (" + number(100 * samples.median() / whole, 0) + " %)");
  }

  private static String table(Results results, Function<Samples, String> cell) {
    List<Entrant> entrants = entrants(results);
    List<String> head = new ArrayList<>(List.of(""));
    entrants.forEach(entrant -> head.add(entrant.title()));
    StringBuilder text = new StringBuilder(line(head)).append(rule(head.size()));
    for (Map.Entry<String, Map<Entrant, Samples>> row : results.rows().entrySet()) {
      List<String> cells = new ArrayList<>(List.of(row.getKey()));
      for (Entrant entrant : entrants) {
        Samples samples = row.getValue().get(entrant);
        cells.add(samples == null ? "" : cell.apply(samples));
      }
      text.append(line(cells));
    }
    return text.toString();
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static List<Entrant> entrants(Results results) {
    return results.rows().values().stream()
        .flatMap(row -> row.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String rule(int columns) {
    return "|" + " --- |".repeat(columns) + "\n";
  }
}
