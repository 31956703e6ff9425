package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.Quantities;
import io.github.inceptionv2.training.Evaluation.ClassResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Shows precision and recall of each class. */
final class ClassTable {

  private ClassTable() {}

  /**
   * Adds a table of all classes. If there are many classes, adds a table of the weakest, followed
   * by a collapsed table of all.
   */
  static void add(Html html, Evaluation evaluation) {
    List<ClassResult> all = evaluation.perClass();
    List<Integer> indexes = IntStream.range(0, all.size()).boxed().toList();
    html.element("h2", "Classes");
    html.element(
        "p",
        "Recall is the fraction of a class's images that were recognised. Precision is the fraction"
            + " of the images classified as the class that really belong to the class. The small"
            + " numbers are 95 % confidence intervals.");
    if (all.size() <= ConfusionTable.MAX_CLASSES) {
      addRows(html, evaluation, indexes);
      return;
    }
    html.element("p", "The " + ConfusionTable.MAX_CLASSES + " classes with the lowest recall:");
    addRows(
        html,
        evaluation,
        indexes.stream()
            .filter(i -> all.get(i).imageCount() > 0)
            .sorted(Comparator.comparingDouble(i -> all.get(i).recall()))
            .limit(ConfusionTable.MAX_CLASSES)
            .toList());
    html.open("details").element("summary", "All " + Quantities.count(all.size()) + " classes");
    addRows(html, evaluation, indexes);
    html.close("details");
  }

  private static void addRows(Html html, Evaluation evaluation, List<Integer> indexes) {
    html.open("div", "class", "scroll").open("table", "class", "list");
    html.markup(
        "<thead><tr><th>class</th><th class=\"n\">images</th><th>recall</th>"
            + "<th>precision</th><th>most often mistaken for</th></tr></thead><tbody>");
    for (int index : indexes) {
      ClassResult result = evaluation.perClass().get(index);
      html.open("tr").element("th", result.label(), "scope", "row");
      html.element("td", Quantities.count(result.imageCount()), "class", "n");
      addBar(html, result.recall(), result.recallInterval());
      addBar(html, result.precision(), result.precisionInterval());
      html.element("td", mistakenFor(evaluation, index)).close("tr");
    }
    html.markup("</tbody></table></div>");
  }

  private static void addBar(Html html, double share, Interval interval) {
    String width = String.format(Locale.ROOT, "--share:%.1f%%", 100 * share);
    html.open("td").element("span", Quantities.percent(share), "class", "bar", "style", width);
    html.element("small", interval.toString()).close("td");
  }

  private static String mistakenFor(Evaluation evaluation, int label) {
    return evaluation.confusionCounts().row(label).stream()
        .filter(cell -> cell.column() != label)
        .max(Comparator.comparingInt(Confusion.Cell::count))
        .map(cell -> evaluation.predictedLabels().get(cell.column()) + " (" + cell.count() + ")")
        .orElse("");
  }
}
