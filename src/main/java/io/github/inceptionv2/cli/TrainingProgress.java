package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.EpochReport;
import io.github.inceptionv2.training.StepReport;
import io.github.inceptionv2.training.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Says how a training goes: a line for each epoch, and on a terminal one that moves. */
final class TrainingProgress implements TrainingListener {

  private final PrintWriter err;

  TrainingProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void onStep(StepReport report) {
    if (report.step() % 20 == 0) err.println(report);
  }

  @Override
  public void onEpoch(EpochReport report) {
    err.println(report);
  }

  @Override
  public void onUnreadable(Path file, String reason) {
    err.println(file + ": " + reason);
  }

  @Override
  public void onResume(int epoch, int step) {
    err.println("resume " + epoch + " " + step);
  }
}
