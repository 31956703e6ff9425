package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.EpochReport;
import io.github.inceptionv2.training.HeadFit;
import io.github.inceptionv2.training.StepReport;
import io.github.inceptionv2.training.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Reports the progress of training: a line per epoch and, on a terminal, a line that is updated in
 * place.
 */
final class TrainingProgress implements TrainingListener {

  private final PrintWriter err;
  private final boolean isTerminal = ImageProgress.isTerminal();

  TrainingProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void onFeatures(int done, int count) {
    if (isTerminal) {
      EscapedWriter.clearLine(err);
      err.printf(Locale.ROOT, "computed the feature vectors of %d of %d images", done, count);
      err.flush();
    }
  }

  @Override
  public void onStep(StepReport report) {
    if (isTerminal) {
      EscapedWriter.clearLine(err);
      err.printf(
          Locale.ROOT,
          "epoch %d of %d, step %d of %d: loss %.3f, accuracy %.1f %%, %.0f images/s, %s left",
          report.epoch(),
          report.epochs(),
          report.step(),
          report.steps(),
          report.loss(),
          100 * report.accuracy(),
          report.imagesPerSecond(),
          time(report.remaining()));
      err.flush();
    }
  }

  @Override
  public void onHeadFit(HeadFit fit) {
    clear();
    err.println("logits fitted: " + fit);
  }

  @Override
  public void onEpoch(EpochReport report) {
    clear();
    String validated =
        report.validationAccuracy().isPresent()
            ? String.format(
                Locale.ROOT,
                ", validation loss %.3f and accuracy %.1f %%",
                report.validationLoss().orElseThrow(),
                100 * report.validationAccuracy().getAsDouble())
            : "";
    err.printf(
        Locale.ROOT,
        "epoch %d of %d, %d pixels: loss %.3f, accuracy %.1f %%%s; %.0f images/s, %.1f %% waiting,"
            + " %s%n",
        report.epoch(),
        report.epochs(),
        report.imageSize(),
        report.loss(),
        100 * report.accuracy(),
        validated,
        report.imagesPerSecond(),
        100 * report.waitingShare(),
        time(report.duration()));
  }

  @Override
  public void onUnreadable(Path file, String reason) {
    clear();
    err.println("left out: " + EscapedWriter.line(file + " " + reason));
  }

  @Override
  public void onResume(int epoch, int step) {
    err.println("resuming at step " + step + " of epoch " + epoch);
  }

  private void clear() {
    if (isTerminal) {
      EscapedWriter.clearLine(err);
    }
  }

  /** Returns a duration in hours, minutes and seconds. */
  static String time(Duration duration) {
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d",
        duration.toHours(),
        duration.toMinutesPart(),
        duration.toSecondsPart());
  }
}
