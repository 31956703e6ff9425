package io.github.inceptionv2.training;

import java.nio.file.Path;
import java.util.List;

/** Notifies several listeners in order. */
record TrainingListeners(List<TrainingListener> all) implements TrainingListener {

  @Override
  public void onFeatures(int done, int count) {
    all.forEach(listener -> listener.onFeatures(done, count));
  }

  @Override
  public void onHeadFit(HeadFit fit) {
    all.forEach(listener -> listener.onHeadFit(fit));
  }

  @Override
  public void onStep(StepReport report) {
    all.forEach(listener -> listener.onStep(report));
  }

  @Override
  public void onEpoch(EpochReport report) {
    all.forEach(listener -> listener.onEpoch(report));
  }

  @Override
  public void onUnreadable(Path file, String reason) {
    all.forEach(listener -> listener.onUnreadable(file, reason));
  }

  @Override
  public void onResume(int epoch, int step) {
    all.forEach(listener -> listener.onResume(epoch, step));
  }
}
