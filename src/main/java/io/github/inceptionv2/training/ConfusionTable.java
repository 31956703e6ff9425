package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.Quantities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Shows which classes are taken for which. */
final class ConfusionTable {

  /** With more, nobody sees anything in a matrix. */
  static final int MAX_CLASSES = 40;

  /** With more, a cell has room for one number only. */
  private static final int MAX_LARGE = 10;

  private static final int MAX_PAIRS = 40;
  private static final double STRONG = 0.5;

  private final Html html;
  private final List<String> labels;
  private final List<String> predicted;
  private final Confusion counts;

  /** Images of one class that were taken for another. */
  private record Pair(int label, int predicted, int count, double share) {}

  private ConfusionTable(Html html, Evaluation evaluation) {
    this.html = html;
    this.labels = evaluation.labels();
    this.predicted = evaluation.predictedLabels();
    this.counts = evaluation.confusionCounts();
  }

  /** Adds the matrix, or of many classes the pairs that are confused most. */
  static void add(Html html, Evaluation evaluation) {
    ConfusionTable table = new ConfusionTable(html, evaluation);
    if (table.labels.size() <= MAX_CLASSES) {
      table.addMatrix();
    } else {
      table.addPairs();
    }
  }

  private void addMatrix() {
    boolean isDense = predicted.size() > MAX_LARGE;
    html.element("h2", "Confusion");
    html.element(
        "p",
        "Rows are what the photographs show, columns what they were taken for. "
            + (isDense
                ? "Colour is the share of a row; point at a cell to read it."
                : "Colour and percent are shares of a row."));
    html.open("div", "class", "scroll fit");
    html.open("table", "class", isDense ? "matrix dense" : "matrix").markup("<thead><tr>");
    html.element("th", "shown ↓ taken for →", "class", "corner");
    for (String name : predicted) {
      html.element("th", name, "scope", "col", "title", name);
    }
    html.markup("</tr></thead><tbody>");
    for (int label = 0; label < labels.size(); label++) {
      addRow(label, isDense);
    }
    html.markup("</tbody></table></div>");
  }

  private void addRow(int label, boolean isDense) {
    html.open("tr");
    html.element("th", labels.get(label), "scope", "row", "title", labels.get(label));
    int all = counts.rowSum(label);
    for (int other = 0; other < predicted.size(); other++) {
      addCell(label, other, all, isDense);
    }
    html.close("tr");
  }

  private void addCell(int label, int other, int all, boolean isDense) {
    int count = counts.count(label, other);
    if (count == 0) {
      html.element("td", "·", "class", "none");
      return;
    }
    double share = (double) count / all;
    // a few percent of mistakes are to be seen, too
    double opacity = label == other ? 0.1 + 0.8 * share : 0.1 + 0.8 * Math.sqrt(share);
    String told = Quantities.percent(share);
    html.open(
        "td",
        "class",
        (label == other ? "hit" : "miss") + (opacity > STRONG ? " strong" : ""),
        "style",
        String.format(Locale.ROOT, "--a:%.2f", opacity),
        "title",
        labels.get(label) + " taken for " + predicted.get(other) + ": " + count + ", " + told);
    html.text(Quantities.count(count));
    if (!isDense) {
      html.element("small", told);
    }
    html.close("td");
  }

  private void addPairs() {
    List<Pair> pairs = pairs();
    html.element("h2", "Most confused");
    html.element(
        "p",
        "Of "
            + Quantities.count(pairs.size())
            + " pairs of classes that were confused, those with the most photographs.");
    html.open("div", "class", "scroll").open("table", "class", "list");
    html.markup(
        "<thead><tr><th>shown</th><th>taken for</th><th class=\"n\">photographs</th>"
            + "<th class=\"n\">of those shown</th></tr></thead><tbody>");
    for (Pair pair : pairs.subList(0, Math.min(MAX_PAIRS, pairs.size()))) {
      html.open("tr").element("th", labels.get(pair.label()), "scope", "row");
      html.element("td", predicted.get(pair.predicted()));
      html.element("td", Quantities.count(pair.count()), "class", "n");
      html.element("td", Quantities.percent(pair.share()), "class", "n").close("tr");
    }
    html.markup("</tbody></table></div>");
  }

  private List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (Confusion.Cell cell : counts.cells()) {
      if (cell.row() != cell.column()) {
        double share = (double) cell.count() / counts.rowSum(cell.row());
        pairs.add(new Pair(cell.row(), cell.column(), cell.count(), share));
      }
    }
    pairs.sort(Comparator.comparingInt(Pair::count).thenComparingDouble(Pair::share).reversed());
    return pairs;
  }
}
