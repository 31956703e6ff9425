package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.files.WholeFile;
import io.github.inceptionv2.internal.report.Json;
import io.github.inceptionv2.internal.report.Pictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a training went and how good the model became, to be written as a page or as data.
 *
 * <p>Immutable, and safe for use by several threads. Files are there as a whole or not at all, and
 * replace what is there; directories are made.
 */
public final class TrainingReport {

  private final String title;
  private final List<EpochReport> epochs;
  private final Optional<HeadFit> headFit;
  private final Evaluation evaluation;

  private TrainingReport(
      String title, List<EpochReport> epochs, Optional<HeadFit> headFit, Evaluation evaluation) {
    this.title = Objects.requireNonNull(title, "title");
    this.epochs = List.copyOf(epochs);
    this.headFit = headFit;
    this.evaluation = Objects.requireNonNull(evaluation, "evaluation");
  }

  /**
   * Returns a report.
   *
   * @param title of the page
   * @param epochs in their order; empty if there is only an evaluation to tell of
   */
  public static TrainingReport of(String title, List<EpochReport> epochs, Evaluation evaluation) {
    return new TrainingReport(title, epochs, Optional.empty(), evaluation);
  }

  /**
   * Returns a report of how {@code model} was trained.
   *
   * @param title of the page
   */
  public static TrainingReport of(String title, FineTunedModel model, Evaluation evaluation) {
    return new TrainingReport(title, model.epochs(), model.headFit(), evaluation);
  }

  /** Returns the title. */
  public String title() {
    return title;
  }

  /** Returns the epochs in their order; there may be none. */
  public List<EpochReport> epochs() {
    return epochs;
  }

  /** Returns the evaluation. */
  public Evaluation evaluation() {
    return evaluation;
  }

  /** Returns the page that {@link #writeHtml} writes. */
  public String toHtml() {
    try (Pictures pictures = new Pictures()) {
      return HtmlReport.of(title, epochs, headFit, evaluation, pictures::address);
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
            json.member("title", title)
                .objects("epochs", epochs, TrainingReport::write)
                .objects("headFit", headFit.stream().toList(), TrainingReport::write)
                .object("evaluation", evaluation::write));
  }

  /**
   * Writes a JSON object.
   *
   * <ul>
   *   <li>{@code title}
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

  private static void write(Json.Writer json, EpochReport epoch) throws IOException {
    json.member("epoch", epoch.epoch()).member("epochs", epoch.epochs());
    json.member("imageSize", epoch.imageSize()).member("learningRate", epoch.learningRate());
    json.member("loss", epoch.loss()).member("accuracy", epoch.accuracy());
    json.member("validationLoss", epoch.validationLoss().orElse(Double.NaN));
    json.member("validationAccuracy", epoch.validationAccuracy().orElse(Double.NaN));
    json.member("imagesPerSecond", epoch.imagesPerSecond());
    json.member("waitingShare", epoch.waitingShare());
    json.member("seconds", epoch.duration().toMillis() / 1000.0);
  }

  /** Returns the title and what the evaluation came to. */
  @Override
  public String toString() {
    return title + ": " + evaluation;
  }
}
