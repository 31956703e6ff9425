package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.HeadFitter;
import java.util.List;
import java.util.Locale;

/**
 * The result of fitting new logits with {@link Optimizer#lbfgs}: the L2 values that were tried, and
 * the chosen value. Immutable and thread-safe.
 */
public final class HeadFit {

  private final double l2;
  private final List<Trial> trials;
  private final boolean isCrossValidated;
  private final int iterations;
  private final double temperature;

  private HeadFit(HeadFitter.Fit fit) {
    l2 = fit.l2();
    trials =
        fit.trials().stream()
            .map(trial -> new Trial(trial.l2(), trial.loss(), trial.accuracy()))
            .toList();
    isCrossValidated = fit.isCrossValidated();
    iterations = fit.iterations();
    temperature = fit.temperature();
  }

  static HeadFit of(HeadFitter.Fit fit) {
    return new HeadFit(fit);
  }

  /**
   * An L2 value that was tried.
   *
   * @param l2 coefficient of half the sum of squared weights in the loss, for feature vectors whose
   *     mean squared length is 1
   * @param loss mean cross-entropy of the held-out images in nats, where each image has the weight
   *     that {@link ClassBalance} gives to its class
   * @param accuracy fraction of the held-out images whose label was the most probable, from 0 to 1
   */
  public record Trial(double l2, double loss, double accuracy) {}

  /**
   * Returns the chosen L2: the largest tried value whose loss is at most 1/(2n) above the lowest
   * loss, for n held-out images.
   */
  public double l2() {
    return l2;
  }

  /** Returns all L2 values that were tried, in decreasing order. */
  public List<Trial> trials() {
    return trials;
  }

  /**
   * Returns true if L2 was chosen by 3-fold cross-validation of the fitted images, which is the
   * case with fewer than 1000 validation images. In {@link TrainingMode#HEAD} with test images, the
   * logits are then also fitted to the validation images; otherwise the validation images are not
   * used. Returns false if the validation images were held out instead.
   */
  public boolean isCrossValidated() {
    return isCrossValidated;
  }

  /**
   * Returns the temperature by which the logits were divided to calibrate probabilities. It was
   * fitted to the held-out images, and is 1 with fewer than 50 held-out images.
   */
  public double temperature() {
    return temperature;
  }

  /** Returns the number of iterations of the final fit. */
  public int iterations() {
    return iterations;
  }

  /** Returns the chosen L2, the number of values tried, the iterations and the temperature. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "L2 %.2g, chosen from %d values by %s; %d iterations; temperature %.2f",
        l2,
        trials.size(),
        isCrossValidated ? "3-fold cross-validation" : "validation",
        iterations,
        temperature);
  }
}
