package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.files.WholeFile;
import io.github.inceptionv2.internal.report.Json;
import io.github.inceptionv2.internal.report.Pictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a training went and how good the model became, to be written as a page or as data.
 *
 * <p>Immutable, and safe for use by several threads. Files are there as a whole or not at all, and
 * replace what is there; directories are made.
 */
public final class TrainingReport {

  private final ReportFacts facts;

  private TrainingReport(ReportFacts facts) {
    this.facts = facts;
  }

  /**
   * Returns a report.
   *
   * @param title of the page
   * @param epochs in their order; empty if there is only an evaluation to tell of
   */
  public static TrainingReport of(String title, List<EpochReport> epochs, Evaluation evaluation) {
    return new TrainingReport(
        new ReportFacts(
            Objects.requireNonNull(title, "title"),
            List.copyOf(epochs),
            Optional.empty(),
            OptionalInt.empty(),
            "",
            "",
            Objects.requireNonNull(evaluation, "evaluation")));
  }

  /**
   * Returns a report of how {@code model} was trained.
   *
   * @param title of the page
   */
  public static TrainingReport of(String title, FineTunedModel model, Evaluation evaluation) {
    return new TrainingReport(
        new ReportFacts(
            Objects.requireNonNull(title, "title"),
            model.epochs(),
            model.headFit(),
            model.keptEpoch(),
            "",
            "",
            Objects.requireNonNull(evaluation, "evaluation")));
  }

  /**
   * Returns a report that also names the images of the evaluation.
   *
   * @param part such as {@code test} or {@code validation}
   */
  public TrainingReport evaluatedOn(String part) {
    return new TrainingReport(facts.withPart(Objects.requireNonNull(part, "part")));
  }

  /** Returns a report that also names the model that the training started from. */
  public TrainingReport startedFrom(String model) {
    return new TrainingReport(facts.withStart(Objects.requireNonNull(model, "model")));
  }

  /** Returns the title. */
  public String title() {
    return facts.title();
  }

  /** Returns the epochs in their order; there may be none. */
  public List<EpochReport> epochs() {
    return facts.epochs();
  }

  /** Returns the evaluation. */
  public Evaluation evaluation() {
    return facts.evaluation();
  }

  /** Returns the page that {@link #writeHtml} writes. */
  public String toHtml() {
    try (Pictures pictures = new Pictures()) {
      return HtmlReport.of(facts, pictures::address);
    }
  }

  /**
   * Writes a page for people: headline numbers, learning curves, which classes are confused, and
   * the photographs that the model got wrong with most confidence.
   *
   * <p>The page is one file that needs nothing else and opens no connection. The photographs are
   * read again, at most 24, and are inside of it as small pictures.
   *
   * @throws IOException if the file cannot be written; a photograph that cannot be read any more is
   *     named without its picture
   */
  public void writeHtml(Path file) throws IOException {
    WholeFile.write(file, toHtml());
  }

  /**
   * Returns the JSON object that {@link #writeJson} writes.
   *
   * @throws UnsupportedOperationException if Gson, an optional dependency, is not on the class path
   */
  public String toJson() {
    return Json.object(
        json ->
            json.member("title", facts.title())
                .member("evaluatedOn", facts.part())
                .member("startedFrom", facts.start())
                .member("keptEpoch", facts.keptEpoch().orElse(0))
                .objects("epochs", facts.epochs(), EpochJson::write)
                .objects("headFit", facts.fit().stream().toList(), TrainingReport::write)
                .object("evaluation", facts.evaluation()::write));
  }

  /**
   * Writes a JSON object.
   *
   * <ul>
   *   <li>{@code title}, {@code evaluatedOn}, {@code startedFrom}
   *   <li>{@code keptEpoch}: the epoch whose weights the model has; 0 if unknown
   *   <li>{@code epochs}: an array of objects with what {@link EpochReport} has, under its names;
   *       the duration is {@code seconds}, and what there is not is null
   *   <li>{@code headFit}: an array, with one object if the logits were fitted: {@code l2}, {@code
   *       iterations}, {@code judgedBy} and {@code trials}, as {@link HeadFit} has them
   *   <li>{@code evaluation}: as {@link Evaluation#toJson} has it
   * </ul>
   *
   * @throws IOException if the file cannot be written
   * @throws UnsupportedOperationException if Gson, an optional dependency, is not on the class path
   */
  public void writeJson(Path file) throws IOException {
    WholeFile.write(file, toJson() + "\n");
  }

  private static void write(Json.Writer json, HeadFit fit) throws IOException {
    json.member("l2", fit.l2()).member("iterations", fit.iterations());
    json.member("temperature", fit.temperature());
    json.member("judgedBy", fit.isCrossValidated() ? "cross-validation" : "validation");
    json.objects(
        "trials",
        fit.trials(),
        (to, trial) ->
            to.member("l2", trial.l2())
                .member("loss", trial.loss())
                .member("accuracy", trial.accuracy()));
  }

  /** Returns the title and what the evaluation came to. */
  @Override
  public String toString() {
    return facts.title() + ": " + facts.evaluation();
  }
}
