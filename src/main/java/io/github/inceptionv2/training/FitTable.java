package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.Quantities;
import java.util.Locale;

/** Shows the L2 values that were tried for new logits. */
final class FitTable {

  private FitTable() {}

  static void add(Html html, HeadFit fit) {
    html.element("h2", "Regularization");
    html.element(
        "p",
        "The logits were fitted to the features of all training images (L-BFGS). "
            + (fit.isCrossValidated()
                ? "Each L2 value was evaluated by 3-fold cross-validation."
                : "Each L2 value was evaluated on the validation images.")
            + " The largest value whose loss is at most 1/(2n) above the lowest loss was chosen;"
            + " n is the number of images in the evaluation.");
    html.open("div", "class", "scroll").open("table", "class", "list");
    html.markup(
        "<thead><tr><th class=\"n\">L2</th><th class=\"n\">loss</th><th class=\"n\">accuracy</th>"
            + "<th>choice</th></tr></thead><tbody>");
    for (HeadFit.Trial trial : fit.trials()) {
      html.open("tr").element("td", String.format(Locale.ROOT, "%.1e", trial.l2()), "class", "n");
      html.element("td", Quantities.number(trial.loss()), "class", "n");
      html.element("td", Quantities.percent(trial.accuracy()), "class", "n");
      html.element("td", trial.l2() == fit.l2() ? "chosen" : "").close("tr");
    }
    html.markup("</tbody></table></div>");
  }
}
