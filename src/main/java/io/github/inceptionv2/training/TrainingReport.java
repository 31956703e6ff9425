package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.report.Pictures;
import io.github.inceptionv2.internal.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * How a training went and how good the model became, to be written as a page or as data.
 *
 * <p>Immutable, and safe for use by several threads. Files are there as a whole or not at all, and
 * replace what is there; directories are made.
 */
public final class TrainingReport {

  private final String title;
  private final List<EpochReport> epochs;
  private final Evaluation evaluation;

  private TrainingReport(String title, List<EpochReport> epochs, Evaluation evaluation) {
    this.title = Objects.requireNonNull(title, "title");
    this.epochs = List.copyOf(epochs);
    this.evaluation = Objects.requireNonNull(evaluation, "evaluation");
  }

  /**
   * Returns a report.
   *
   * @param title of the page
   * @param epochs in their order; empty if there is only an evaluation to tell of
   */
  public static TrainingReport of(String title, List<EpochReport> epochs, Evaluation evaluation) {
    return new TrainingReport(title, epochs, evaluation);
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
    try (Pictures pictures = new Pictures()) {
      WholeFile.write(file, HtmlReport.of(this, pictures::address));
    }
  }

  /**
   * Writes a JSON object.
   *
   * <ul>
   *   <li>{@code title}
   *   <li>{@code epochs}: an array of objects with what {@link EpochReport} has, under its names;
   *       the duration is {@code seconds}, and what there is not is null
   *   <li>{@code evaluation}: as {@link Evaluation#toJson} has it
   * </ul>
   *
   * @throws IOException if the file cannot be written
   * @throws UnsupportedOperationException if Gson, an optional dependency, is not on the class path
   */
  public void writeJson(Path file) throws IOException {
    WholeFile.write(file, Json.of(this) + "\n");
  }

  /** Returns the title and what the evaluation came to. */
  @Override
  public String toString() {
    return title + ": " + evaluation;
  }
}
