package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.files.AtomicFile;
import io.github.inceptionv2.internal.report.Json;
import io.github.inceptionv2.internal.report.Pictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A report on a training run and the resulting model, which can be written as an HTML page or as
 * JSON.
 *
 * <p>Immutable and thread-safe. Files are written atomically. Existing files are replaced, and
 * missing directories are created.
 */
public final class TrainingReport {

  private final ReportFacts facts;

  private TrainingReport(ReportFacts facts) {
    this.facts = facts;
  }

  /**
   * Returns a report.
   *
   * @param title title of the page
   * @param epochs the epochs in order; empty if the report is only about an evaluation
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
   * Returns a report on the training of {@code model}.
   *
   * @param title title of the page
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
   * Returns this report, extended by the name of the evaluated split.
   *
   * @param part name of the split, such as {@code test} or {@code validation}
   */
  public TrainingReport evaluatedOn(String part) {
    return new TrainingReport(facts.withPart(Objects.requireNonNull(part, "part")));
  }

  /** Returns this report, extended by the name of the model that training started from. */
  public TrainingReport startedFrom(String model) {
    return new TrainingReport(facts.withStart(Objects.requireNonNull(model, "model")));
  }

  /** Returns the title. */
  public String title() {
    return facts.title();
  }

  /** Returns the epochs in order; may be empty. */
  public List<EpochReport> epochs() {
    return facts.epochs();
  }

  /** Returns the evaluation. */
  public Evaluation evaluation() {
    return facts.evaluation();
  }

  /** Returns the HTML page that {@link #writeHtml} writes. */
  public String toHtml() {
    try (Pictures pictures = new Pictures()) {
      return HtmlReport.of(facts, pictures::address);
    }
  }

  /**
   * Writes a human-readable page, with headline numbers, learning curves, confused classes, and the
   * images that the model misclassified with the highest confidence.
   *
   * <p>The page is a single file that loads nothing else and opens no connection. It embeds
   * thumbnails of at most 24 images, which are read again. An image that can no longer be read is
   * named without a thumbnail.
   *
   * @throws IOException if the file cannot be written
   */
  public void writeHtml(Path file) throws IOException {
    AtomicFile.write(file, toHtml());
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
   *   <li>{@code epochs}: an array of objects with the components of {@link EpochReport}, under the
   *       same names; the duration is {@code seconds}, and missing values are null
   *   <li>{@code headFit}: an array, with one object if the logits were fitted: {@code l2}, {@code
   *       iterations}, {@code judgedBy} and {@code trials}, as in {@link HeadFit}
   *   <li>{@code evaluation}: the object of {@link Evaluation#toJson}
   * </ul>
   *
   * @throws IOException if the file cannot be written
   * @throws UnsupportedOperationException if Gson, an optional dependency, is not on the class path
   */
  public void writeJson(Path file) throws IOException {
    AtomicFile.write(file, toJson() + "\n");
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

  /** Returns the title and a summary of the evaluation. */
  @Override
  public String toString() {
    return facts.title() + ": " + facts.evaluation();
  }
}
