package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.Page;
import io.github.inceptionv2.internal.report.Pictures;
import io.github.inceptionv2.internal.report.Quantities;
import io.github.inceptionv2.internal.report.ReliabilityChart;
import io.github.inceptionv2.training.Evaluation.Mistake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Renders a report as a self-contained page. */
final class HtmlReport {

  private static final int CHART = 420;
  private static final int MAX_MISTAKES = 24;
  private static final int MAX_FAILURES = 100;

  private final Html html;
  private final ReportFacts facts;
  private final Evaluation evaluation;

  private HtmlReport(ReportFacts facts) {
    this.html = Page.begin(facts.title(), Page.style(HtmlReport.class, "report.css"));
    this.facts = facts;
    this.evaluation = facts.evaluation();
  }

  /**
   * Returns the page.
   *
   * @param pictures function that returns an image file's address for the page, or empty if the
   *     image cannot be shown
   */
  static String of(ReportFacts facts, Function<Path, Optional<String>> pictures) {
    return new HtmlReport(facts).page(pictures);
  }

  private String page(Function<Path, Optional<String>> pictures) {
    addHead();
    if (!facts.epochs().isEmpty()) {
      Curves.add(html.markup("\n"), facts.epochs(), facts.keptEpoch());
    }
    facts.fit().ifPresent(one -> FitTable.add(html.markup("\n"), one));
    ConfusionTable.add(html.markup("\n"), evaluation);
    ClassTable.add(html.markup("\n"), evaluation);
    addReliability();
    addMistakes(pictures);
    addFailures();
    return Page.end(html);
  }

  private void addHead() {
    html.open("header").element("h1", facts.title());
    html.element("p", summary());
    html.open("dl", "class", "tiles");
    addRate("top-1 accuracy", evaluation.top1(), evaluation.top1Interval());
    if (evaluation.modelClasses() > 5) {
      addRate("top-5 accuracy", evaluation.top5(), evaluation.top5Interval());
    }
    addTile("images", Quantities.count(evaluation.imageCount()));
    addTile("classes", Quantities.count(evaluation.labels().size()));
    addTile("mean loss", Quantities.number(evaluation.meanLoss()));
    addNumber(
        "calibration error",
        Quantities.number(evaluation.calibrationError()),
        Quantities.number(evaluation.calibrationErrorByChance()) + " by chance");
    html.close("dl");
    html.element(
        "p",
        "The small numbers below rates are 95 % confidence intervals: the ranges to expect for other"
            + " images of the same kind. \u201cBy chance\u201d is the mean calibration error of perfectly"
            + " calibrated probabilities for the same number of images.",
        "class",
        "note");
    html.close("header");
  }

  private String summary() {
    String part = facts.part().isEmpty() ? "" : facts.part() + " ";
    return Quantities.count(evaluation.imageCount())
        + " "
        + part
        + "images were classified."
        + training();
  }

  private String training() {
    String start = facts.start().isEmpty() ? "" : " from " + facts.start();
    if (facts.fit().isPresent()) {
      return " The model's logits were fitted to the features of a network" + start + ".";
    } else if (facts.epochs().isEmpty()) {
      return "";
    }
    Duration time =
        facts.epochs().stream().map(EpochReport::duration).reduce(Duration.ZERO, Duration::plus);
    int epochs = facts.epochs().size();
    return " The model was trained"
        + start
        + " for "
        + epochs
        + (epochs == 1 ? " epoch, " : " epochs, ")
        + Quantities.duration(time)
        + ".";
  }

  private void addRate(String name, double share, Interval interval) {
    addNumber(name, Quantities.percent(share), interval.toString());
  }

  private void addNumber(String name, String number, String note) {
    html.open("div").element("dt", name).open("dd").text(number);
    html.element("small", note).close("dd").close("div");
  }

  private void addTile(String name, String value) {
    html.open("div").element("dt", name).element("dd", value).close("div");
  }

  private void addReliability() {
    html.markup("\n").element("h2", "Confidence");
    html.element(
        "p",
        "Each point is a group of images with a similar confidence, the probability of the most"
            + " probable class. If probabilities are well calibrated, the points are on the"
            + " diagonal. A point with few images is unreliable.");
    if (evaluation.reliability().isEmpty()) {
      return;
    }
    html.open("div", "class", "charts").open("figure", "class", "narrow");
    html.open("figcaption").text("Accuracy by confidence").close("figcaption");
    html.markup(new ReliabilityChart(CHART).svg(bins())).close("figure").close("div");
    html.open("details").element("summary", "All numbers");
    html.open("div", "class", "scroll fit").open("table", "class", "list");
    html.markup(
        "<thead><tr><th class=\"n\">confidence</th><th class=\"n\">accuracy</th>"
            + "<th class=\"n\">images</th></tr></thead><tbody>");
    for (Evaluation.ConfidenceBin bin : evaluation.reliability()) {
      html.open("tr").element("td", Quantities.percent(bin.confidence()), "class", "n");
      html.element("td", Quantities.percent(bin.accuracy()), "class", "n");
      html.element("td", Quantities.count(bin.imageCount()), "class", "n").close("tr");
    }
    html.markup("</tbody></table></div>").close("details");
  }

  private List<ReliabilityChart.Bin> bins() {
    return evaluation.reliability().stream()
        .map(
            bin ->
                new ReliabilityChart.Bin(
                    bin.confidence(),
                    bin.accuracy(),
                    Quantities.count(bin.imageCount())
                        + " images: confidence "
                        + Quantities.percent(bin.confidence())
                        + ", accuracy "
                        + Quantities.percent(bin.accuracy())))
        .toList();
  }

  private void addMistakes(Function<Path, Optional<String>> pictures) {
    List<Mistake> all = evaluation.mistakes();
    html.markup("\n").element("h2", "Most confident mistakes");
    if (all.isEmpty()) {
      html.element("p", "There are no mistakes.");
      return;
    }
    List<Mistake> shown = all.subList(0, Math.min(MAX_MISTAKES, all.size()));
    html.element(
        "p",
        (shown.size() < all.size()
                ? "The first " + shown.size() + " of " + Quantities.count(all.size())
                : "All " + all.size())
            + " misclassified images, in order of decreasing probability. Look for wrong labels"
            + " among these images.");
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
