package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.Page;
import io.github.inceptionv2.internal.report.Pictures;
import io.github.inceptionv2.internal.report.Quantities;
import io.github.inceptionv2.training.Evaluation.Mistake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes a page of a report that needs nothing beside itself. */
final class HtmlReport {

  private static final int MAX_PHOTOGRAPHS = 24;
  private static final int MAX_FAILURES = 100;

  private final Html html;
  private final String title;
  private final List<EpochReport> epochs;
  private final Optional<HeadFit> fit;
  private final Evaluation evaluation;

  private HtmlReport(
      String title, List<EpochReport> epochs, Optional<HeadFit> fit, Evaluation evaluation) {
    this.html = Page.begin(title, Page.style(HtmlReport.class, "report.css"));
    this.title = title;
    this.epochs = epochs;
    this.fit = fit;
    this.evaluation = evaluation;
  }

  /**
   * Returns the page.
   *
   * @param pictures gives an image file's address for the page, or nothing if it cannot be shown
   */
  static String of(
      String title,
      List<EpochReport> epochs,
      Optional<HeadFit> fit,
      Evaluation evaluation,
      Function<Path, Optional<String>> pictures) {
    return new HtmlReport(title, epochs, fit, evaluation).page(pictures);
  }

  private String page(Function<Path, Optional<String>> pictures) {
    addHead();
    if (!epochs.isEmpty()) {
      Curves.add(html.markup("\n"), epochs);
    }
    fit.ifPresent(one -> FitTable.add(html.markup("\n"), one));
    ConfusionTable.add(html.markup("\n"), evaluation);
    ClassTable.add(html.markup("\n"), evaluation);
    addReliability();
    addMistakes(pictures);
    addFailures();
    return Page.end(html);
  }

  private void addHead() {
    html.open("header").element("h1", title);
    html.element("p", summary());
    html.open("dl", "class", "tiles");
    addTile("top-1 accuracy", Quantities.percent(evaluation.top1()));
    if (evaluation.labels().size() > 5) {
      addTile("top-5 accuracy", Quantities.percent(evaluation.top5()));
    }
    addTile("photographs", Quantities.count(evaluation.imageCount()));
    addTile("classes", Quantities.count(evaluation.labels().size()));
    addTile("mean loss", Quantities.number(evaluation.meanLoss()));
    addTile("calibration error", Quantities.number(evaluation.calibrationError()));
    html.close("dl").close("header");
  }

  private String summary() {
    String judged = Quantities.count(evaluation.imageCount()) + " photographs were classified";
    if (epochs.isEmpty()) {
      return judged + ".";
    }
    Duration time =
        epochs.stream().map(EpochReport::duration).reduce(Duration.ZERO, Duration::plus);
    return judged
        + " after training for "
        + epochs.size()
        + (epochs.size() == 1 ? " epoch, " : " epochs, ")
        + Quantities.duration(time)
        + ".";
  }

  private void addTile(String name, String value) {
    html.open("div").element("dt", name).element("dd", value).close("div");
  }

  private void addReliability() {
    html.markup("\n").element("h2", "Confidence");
    html.element(
        "p",
        "Photographs by the probability of their most probable class. Where probabilities mean what"
            + " they say, confidence and accuracy of a row are equal.");
    html.open("div", "class", "scroll").open("table", "class", "list");
    html.markup(
        "<thead><tr><th class=\"n\">confidence</th><th class=\"n\">accuracy</th>"
            + "<th class=\"n\">photographs</th></tr></thead><tbody>");
    for (Evaluation.ConfidenceBin bin : evaluation.reliability()) {
      html.open("tr").element("td", Quantities.percent(bin.confidence()), "class", "n");
      html.element("td", Quantities.percent(bin.accuracy()), "class", "n");
      html.element("td", Quantities.count(bin.imageCount()), "class", "n").close("tr");
    }
    html.markup("</tbody></table></div>");
  }

  private void addMistakes(Function<Path, Optional<String>> pictures) {
    List<Mistake> all = evaluation.mistakes();
    html.markup("\n").element("h2", "Surest mistakes");
    if (all.isEmpty()) {
      html.element("p", "There are none.");
      return;
    }
    List<Mistake> shown = all.subList(0, Math.min(MAX_PHOTOGRAPHS, all.size()));
    html.element(
        "p",
        (shown.size() < all.size()
                ? "The first " + shown.size() + " of " + Quantities.count(all.size())
                : "All " + all.size())
            + " photographs that were taken for something else, those with the highest probability"
            + " first. Look for wrong labels among them.");
    html.open("div", "class", "photos");
    shown.forEach(mistake -> addMistake(mistake, pictures.apply(mistake.file())));
    html.close("div");
  }

  private void addMistake(Mistake mistake, Optional<String> picture) {
    String name = String.valueOf(mistake.file().getFileName());
    Pictures.add(html.markup("\n").open("figure"), picture, name);
    html.open("figcaption").open("span", "class", "predicted");
    html.element("b", mistake.predicted())
        .element("span", Quantities.percent(mistake.probability()));
    html.close("span").element("span", "labelled " + mistake.label());
    html.element("span", name, "class", "file", "title", mistake.file().toString());
    html.close("figcaption").close("figure");
  }

  private void addFailures() {
    List<ImageFolder.Problem> all = evaluation.failures();
    if (all.isEmpty()) {
      return;
    }
    html.markup("\n").element("h2", "Left out");
    html.element("p", Quantities.count(all.size()) + " files could not be read.");
    html.open("ul");
    for (ImageFolder.Problem failure : all.subList(0, Math.min(MAX_FAILURES, all.size()))) {
      html.element("li", failure.toString());
    }
    html.close("ul");
  }
}
