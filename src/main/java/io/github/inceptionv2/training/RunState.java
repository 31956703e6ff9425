package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.TrainingStep;
import java.util.ArrayList;
import java.util.List;

/**
 * The progress of a run: everything that a checkpoint needs in addition to the variables.
 *
 * @param epoch number of completed epochs
 * @param step number of completed steps in the current epoch
 * @param count total number of completed steps
 * @param sums sums of the current epoch
 * @param best the epoch with the best validation accuracy so far
 * @param reports reports of the completed epochs
 */
record RunState(
    int epoch, int step, long count, EpochSums sums, Best best, List<EpochReport> reports) {

  /** The state before the first step. */
  static final RunState START = new RunState(0, 0, 0, EpochSums.NONE, new Best(0, -1), List.of());

  /**
   * The sums of an epoch so far.
   *
   * @param seen number of examples
   * @param loss sum of their cross-entropies
   * @param correct number of examples that were classified correctly
   * @param nanos time spent in the epoch
   * @param waitingNanos part of {@code nanos} that the network spent waiting for images
   */
  record EpochSums(long seen, double loss, long correct, long nanos, long waitingNanos) {

    static final EpochSums NONE = new EpochSums(0, 0, 0, 0, 0);

    EpochSums plus(TrainingStep.Outcome outcome, int count, long nanos, long waitingNanos) {
      return new EpochSums(
          seen + count,
          loss + outcome.crossEntropy() * count,
          correct + outcome.correct(),
          this.nanos + nanos,
          this.waitingNanos + waitingNanos);
    }

    double meanLoss() {
      return loss / Math.max(1, seen);
    }

    double accuracy() {
      return (double) correct / Math.max(1, seen);
    }

    double imagesPerSecond() {
      return seen * 1e9 / Math.max(1, nanos);
    }

    double waitingShare() {
      return (double) waitingNanos / Math.max(1, nanos);
    }
  }

  /**
   * An epoch and its validation accuracy.
   *
   * @param epoch number of the epoch, from 1; 0 if there is no best epoch yet
   */
  record Best(int epoch, double accuracy) {}

  RunState afterStep(EpochSums sums) {
    return new RunState(epoch, step + 1, count + 1, sums, best, reports);
  }

  /** Returns the state after an epoch. The epoch can be the best only if {@code counts} is true. */
  RunState afterEpoch(EpochReport report, boolean counts) {
    List<EpochReport> all = new ArrayList<>(reports);
    all.add(report);
    double accuracy = report.validationAccuracy().orElse(-1);
    Best better = counts && accuracy > best.accuracy() ? new Best(report.epoch(), accuracy) : best;
    return new RunState(epoch + 1, 0, count, EpochSums.NONE, better, List.copyOf(all));
  }

  boolean isBestSoFar() {
    return best.epoch() > 0 && best.epoch() == epoch;
  }
}
