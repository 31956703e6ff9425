package io.github.inceptionv2.training;

/**
 * Signals that the loss or a weight became NaN or infinite. The last checkpoint holds the weights
 * from before this happened. Thread-safe.
 */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int epoch;
  private final int step;

  TrainingDivergedException(int epoch, int step, double value) {
    super(
        "the loss or a weight is "
            + value
            + " at step "
            + step
            + " of epoch "
            + epoch
            + "; expected a finite number: lower the learning rate, warm up, or clip the"
            + " gradients");
    this.epoch = epoch;
    this.step = step;
  }

  /** Returns the epoch, from 1. */
  public int epoch() {
    return epoch;
  }

  /** Returns the step within the epoch, from 1. */
  public int step() {
    return step;
  }
}
