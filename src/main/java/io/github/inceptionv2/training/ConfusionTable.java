package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.Quantities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Shows which classes are confused. */
final class ConfusionTable {

  /** The number of classes above which a matrix is unreadable. */
  static final int MAX_CLASSES = 40;

  /** The number of columns above which a cell has room for only one number. */
  private static final int MAX_LARGE = 10;

  private static final int MAX_PAIRS = 40;
  private static final double STRONG = 0.5;

  private final Html html;
  private final List<String> labels;
  private final List<String> predicted;
  private final Confusion counts;

  /** Images of one class that were classified as another. */
  private record Pair(int label, int predicted, int count, double share) {}

  private ConfusionTable(Html html, Evaluation evaluation) {
    this.html = html;
    this.labels = evaluation.labels();
    this.predicted = evaluation.predictedLabels();
    this.counts = evaluation.confusionCounts();
  }

  /** Adds the matrix, or only the most confused pairs if there are many classes. */
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
        "Rows are actual classes, columns are predicted classes. "
            + (isDense
                ? "Colours show fractions of a row; hover over a cell to read its numbers."
                : "Colours and percentages show fractions of a row."));
    html.open("div", "class", "scroll fit");
    html.open("table", "class", isDense ? "matrix dense" : "matrix").markup("<thead><tr>");
    html.element("th", "actual ↓ predicted →", "class", "corner");
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
    // the square root keeps a few percent of mistakes visible
    double opacity = label == other ? 0.1 + 0.8 * share : 0.1 + 0.8 * Math.sqrt(share);
    String text = Quantities.percent(share);
    html.open(
        "td",
        "class",
        (label == other ? "hit" : "miss") + (opacity > STRONG ? " strong" : ""),
        "style",
        String.format(Locale.ROOT, "--a:%.2f", opacity),
        "title",
        labels.get(label) + " predicted as " + predicted.get(other) + ": " + count + ", " + text);
    html.text(Quantities.count(count));
    if (!isDense) {
      html.element("small", text);
    }
    html.close("td");
  }

  private void addPairs() {
    List<Pair> pairs = pairs();
    html.element("h2", "Most confused");
    html.element(
        "p",
        "The pairs with the most images among the "
            + Quantities.count(pairs.size())
            + " pairs of classes that were confused.");
    html.open("div", "class", "scroll").open("table", "class", "list");
    html.markup(
        "<thead><tr><th>actual</th><th>predicted</th><th class=\"n\">images</th>"
            + "<th class=\"n\">fraction of the actual class</th></tr></thead><tbody>");
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
