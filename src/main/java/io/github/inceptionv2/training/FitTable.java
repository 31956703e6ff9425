package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.Quantities;
import java.util.Locale;

/** Shows the values of L2 that were tried for new logits. */
final class FitTable {

  private FitTable() {}

  static void add(Html html, HeadFit fit) {
    html.element("h2", "Regularization");
    html.element(
        "p",
        "The logits fit the features of all training photographs (L-BFGS). "
            + (fit.isCrossValidated()
                ? "Each value of L2 was judged by 3-fold cross-validation;"
                : "Each value of L2 was judged by the validation photographs;")
            + " the strongest was taken whose loss is within one standard error of the least.");
    html.open("div", "class", "scroll").open("table", "class", "list");
    html.markup(
        "<thead><tr><th class=\"n\">L2</th><th class=\"n\">loss</th><th class=\"n\">accuracy</th>"
            + "<th>choice</th></tr></thead><tbody>");
    for (HeadFit.Trial trial : fit.trials()) {
      html.open("tr").element("td", String.format(Locale.ROOT, "%.1e", trial.l2()), "class", "n");
      html.element("td", Quantities.number(trial.loss()), "class", "n");
      html.element("td", Quantities.percent(trial.accuracy()), "class", "n");
      html.element("td", trial.l2() == fit.l2() ? "taken" : "").close("tr");
    }
    html.markup("</tbody></table></div>");
  }
}
