package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.UpdateRule;
import java.util.Optional;

/**
 * A rule that updates the weights from their gradients, with TensorFlow's own apply ops. Immutable
 * and thread-safe.
 */
public final class Optimizer {

  private static final double ADAM_BETA_1 = 0.9;
  private static final double ADAM_BETA_2 = 0.999;
  private static final double ADAM_EPSILON = 1e-7;

  private final Optional<UpdateRule> rule;

  private Optimizer(UpdateRule rule) {
    this.rule = Optional.of(rule);
  }

  private Optimizer() {
    this.rule = Optional.empty();
  }

  /**
   * Returns L-BFGS, which fits logits to the features of all images at once until it converges,
   * with the L2 that is best for held-out images. It supports only {@link TrainingMode#HEAD},
   * without a learning rate, epochs, smoothing or dropout.
   */
  public static Optimizer lbfgs() {
    return new Optimizer();
  }

  /** Returns plain stochastic gradient descent. */
  public static Optimizer sgd() {
    return new Optimizer(new UpdateRule.Sgd());
  }

  /**
   * Returns gradient descent with momentum (Sutskever et al. 2013).
   *
   * @param momentum fraction of the last step that is kept, from 0 to below 1; usually 0.9
   */
  public static Optimizer momentum(double momentum) {
    return new Optimizer(new UpdateRule.Momentum(checked(momentum), false));
  }

  /**
   * Returns gradient descent with Nesterov's momentum.
   *
   * @param momentum fraction of the last step that is kept, from 0 to below 1; usually 0.9
   */
  public static Optimizer nesterov(double momentum) {
    return new Optimizer(new UpdateRule.Momentum(checked(momentum), true));
  }

  /** Returns Adam (Kingma and Ba 2015) with beta 0.9 and 0.999 and epsilon 1e-7. */
  public static Optimizer adam() {
    return new Optimizer(new UpdateRule.Adam(ADAM_BETA_1, ADAM_BETA_2, ADAM_EPSILON));
  }

  private static double checked(double momentum) {
    return OptionRanges.check(momentum, 0, Math.nextDown(1.0), "momentum");
  }

  boolean isLbfgs() {
    return rule.isEmpty();
  }

  /** Returns the update rule; fails for L-BFGS, which has no steps. */
  UpdateRule rule() {
    return rule.orElseThrow();
  }

  /** Returns the optimizer's name and parameters. */
  @Override
  public String toString() {
    return rule.map(UpdateRule::toString).orElse("L-BFGS");
  }
}
