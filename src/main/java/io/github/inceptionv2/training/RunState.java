package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.TrainingStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a training is: all that a checkpoint needs besides the variables.
 *
 * @param epoch epochs that are over
 * @param step steps that are over in this epoch
 * @param count steps that are over in all
 * @param sums of this epoch
 * @param best the epoch after which validation was best
 * @param reports of the epochs that are over
 */
record RunState(
    int epoch, int step, long count, EpochSums sums, Best best, List<EpochReport> reports) {

  /** Before the first step. */
  static final RunState START = new RunState(0, 0, 0, EpochSums.NONE, new Best(0, -1), List.of());

  /**
   * The sums of an epoch so far.
   *
   * @param seen examples
   * @param loss the sum of their cross-entropies
   * @param correct how many of them were right
   * @param nanos time spent
   * @param waitingNanos how much of it the network waited for images
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
   * An epoch, and how good it was.
   *
   * @param epoch counts from 1; 0 if there was none
   */
  record Best(int epoch, double accuracy) {}

  RunState afterStep(EpochSums sums) {
    return new RunState(epoch, step + 1, count + 1, sums, best, reports);
  }

  /** {@code counts} says whether the epoch may be the best. */
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
