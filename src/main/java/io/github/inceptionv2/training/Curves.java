package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.report.Html;
import io.github.inceptionv2.internal.report.LineChart;
import io.github.inceptionv2.internal.report.LineChart.Line;
import io.github.inceptionv2.internal.report.Quantities;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/** Shows the progress of training, epoch by epoch. */
final class Curves {

  private static final int WIDTH = 520;
  private static final int HEIGHT = 280;
  private static final int WIDE = 1060;
  private static final int LOW = 130;

  private final Html html;
  private final List<EpochReport> epochs;
  private final OptionalInt kept;

  private Curves(Html html, List<EpochReport> epochs, OptionalInt kept) {
    this.html = html;
    this.epochs = epochs;
    this.kept = kept;
  }

  /**
   * Adds the curves and a collapsed table of their numbers, or only the table for a single epoch.
   */
  static void add(Html html, List<EpochReport> epochs, OptionalInt kept) {
    new Curves(html, epochs, kept).add();
  }

  private void add() {
    html.element("h2", "Training");
    html.element("p", best().map(this::describe).orElse("There was no validation."));
    if (epochs.size() == 1) {
      addNumbers();
      return;
    }
    addCharts();
    html.open("details").element("summary", "All epochs in numbers");
    addNumbers();
    html.close("details");
  }

  private void addCharts() {
    html.open("div", "class", "charts");
    addChart(
        "Loss",
        false,
        line("training", EpochReport::loss),
        line("validation", epoch -> epoch.validationLoss().orElse(Double.NaN)));
    addChart(
        "Accuracy",
        true,
        line("training", EpochReport::accuracy),
        line("validation", epoch -> epoch.validationAccuracy().orElse(Double.NaN)));
    html.open("figure", "class", "wide").element("figcaption", "Learning rate");
    Line rate = new Line("learning rate", "rate", values(EpochReport::learningRate));
    html.markup(LineChart.svg("Learning rate by epoch", WIDE, LOW, false, List.of(rate)));
    html.close("figure").close("div");
  }

  private Optional<EpochReport> best() {
    return epochs.stream()
        .filter(epoch -> epoch.validationAccuracy().isPresent())
        .max(Comparator.comparingDouble(epoch -> epoch.validationAccuracy().getAsDouble()));
  }

  private String describe(EpochReport best) {
    String validation =
        "Validation accuracy was best in epoch "
            + best.epoch()
            + ", with "
            + Quantities.percent(best.validationAccuracy().getAsDouble())
            + ".";
    if (kept.isEmpty()) {
      return validation;
    }
    int epoch = kept.getAsInt();
    if (epoch < epochs.size() || epoch == best.epoch()) {
      return validation + " The model has the weights of epoch " + epoch + ".";
    }
    return validation
        + " The model has the weights of the last epoch, "
        + epoch
        + ": without patience, training keeps the last weights.";
  }

  private Line line(String name, ToDoubleFunction<EpochReport> value) {
    return new Line(name, name, values(value));
  }

  private List<Double> values(ToDoubleFunction<EpochReport> value) {
    return epochs.stream().map(value::applyAsDouble).toList();
  }

  private void addChart(String name, boolean isShare, Line... all) {
    List<Line> lines = List.of(all).stream().filter(line -> !line.isEmpty()).toList();
    html.open("figure").open("figcaption").text(name);
    for (Line line : lines) {
      html.element("span", line.name(), "class", "key " + line.style());
    }
    html.close("figcaption");
    if (!lines.isEmpty()) {
      html.markup(LineChart.svg(name + " by epoch", WIDTH, HEIGHT, isShare, lines));
    }
    html.close("figure");
  }

  private void addNumbers() {
    html.open("div", "class", "scroll").open("table", "class", "list").markup("<thead><tr>");
    for (String name :
        List.of(
            "epoch",
            "size",
            "learning rate",
            "loss",
            "accuracy",
            "validation loss",
            "validation accuracy",
            "images per second",
            "waited for images",
            "time")) {
      html.element("th", name, "class", "n");
    }
    html.markup("</tr></thead><tbody>");
    epochs.forEach(this::addNumbers);
    html.markup("</tbody></table></div>");
  }

  private void addNumbers(EpochReport epoch) {
    html.open("tr");
    for (String number :
        List.of(
            String.valueOf(epoch.epoch()),
            String.valueOf(epoch.imageSize()),
            Quantities.number(epoch.learningRate()),
            Quantities.number(epoch.loss()),
            Quantities.percent(epoch.accuracy()),
            Quantities.number(epoch.validationLoss().orElse(Double.NaN)),
            Quantities.percent(epoch.validationAccuracy().orElse(Double.NaN)),
            String.format(Locale.ROOT, "%.1f", epoch.imagesPerSecond()),
            Quantities.percent(epoch.waitingShare()),
            Quantities.duration(epoch.duration()))) {
      html.element("td", number, "class", "n");
    }
    html.close("tr");
  }
}
