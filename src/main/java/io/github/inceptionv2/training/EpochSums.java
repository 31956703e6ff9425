package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.TrainingStep;

/**
 * What an epoch has come to so far.
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

  /** In the order of the components. */
  @Override
  public String toString() {
    return seen + " " + loss + " " + correct + " " + nanos + " " + waitingNanos;
  }

  /** Reads what {@link #toString} wrote. */
  static EpochSums parse(String text) {
    String[] parts = text.split(" ");
    return new EpochSums(
        Long.parseLong(parts[0]),
        Double.parseDouble(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]));
  }
}
