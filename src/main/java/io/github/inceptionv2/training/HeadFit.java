package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.HeadFitter;
import java.util.List;
import java.util.Locale;

/**
 * The fit of new logits by {@link Optimizer#lbfgs}: which L2 was tried, and which was taken.
 * Immutable, and safe for use by several threads.
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
   * A value of L2 that was tried.
   *
   * @param l2 the factor of half the sum of the squared weights in the loss, for features whose
   *     vectors have a mean square length of 1
   * @param loss mean cross-entropy of the held-out images, in nats, each with the weight that
   *     {@link ClassBalance} gives its class
   * @param accuracy share of the held-out images whose label was the most probable, from 0 to 1
   */
  public record Trial(double l2, double loss, double accuracy) {}

  /** Returns the L2 that was taken: the strongest whose loss cannot be told from the least. */
  public double l2() {
    return l2;
  }

  /** Returns all values that were tried, from strong to weak. */
  public List<Trial> trials() {
    return trials;
  }

  /**
   * Returns whether the held-out images were a third of the fitted images, each third in turn, as
   * they are with fewer than 1000 validation images. The validation images are fitted too if there
   * are images for test, and not used if there are none.
   */
  public boolean isCrossValidated() {
    return isCrossValidated;
  }

  /**
   * Returns the temperature that the logits were divided by to calibrate probabilities, fitted to
   * the held-out images; 1 with fewer than 50 of them.
   */
  public double temperature() {
    return temperature;
  }

  /** Returns the number of steps of the last fit. */
  public int iterations() {
    return iterations;
  }

  /** Returns the L2 and how many values were tried. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "L2 %.2g of %d values, by %s, in %d steps; temperature %.2f",
        l2,
        trials.size(),
        isCrossValidated ? "3-fold cross-validation" : "validation",
        iterations,
        temperature);
  }
}
