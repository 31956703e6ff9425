package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.runtime.SessionConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Fits logits to feature vectors: multinomial logistic regression by L-BFGS, with the L2 that
 * {@link L2Search} chooses.
 */
public final class HeadFitter implements AutoCloseable {

  private static final int FOLDS = 3;
  private static final double TOLERANCE = 1e-6;
  private static final int MAX_ITERATIONS = 500;

  private final LabeledVectors examples;
  private final boolean isCrossValidated;

  /** The number of examples to fit, which come first. */
  private final int fitted;

  private final HeadObjective objective;
  private final Check check;

  /**
   * Fitted logits.
   *
   * @param kernel weights by feature and class
   * @param trials L2 values that were tried, in decreasing order
   * @param isCrossValidated true if L2 was chosen by cross-validation of the fitted examples,
   *     because there were no other examples
   * @param iterations number of iterations of the final fit
   * @param temperature temperature that the weights were divided by
   */
  public record Fit(
      float[] kernel,
      float[] biases,
      double l2,
      List<L2Search.Trial> trials,
      boolean isCrossValidated,
      int iterations,
      double temperature) {}

  /** Called before each evaluation of the loss. May throw an exception to stop the fit. */
  public interface Check {
    void beforeEvaluation() throws InterruptedException;
  }

  /** Copies the examples to native memory. */
  public HeadFitter(LabeledVectors examples, SessionConfig config, Check check) {
    this.examples = examples;
    this.check = check;
    this.fitted = examples.training();
    this.isCrossValidated = fitted == examples.vectors().size();
    this.objective =
        new HeadObjective(
            examples.vectors(), examples.labels(), examples.classes(), fitted, config);
  }

  /**
   * Fits the logits. Takes seconds for thousands of examples of a few classes. The time grows with
   * the product of the number of examples and the number of classes.
   */
  public Fit fit() throws InterruptedException {
    List<L2Search.Split> splits = isCrossValidated ? folds() : List.of(validation());
    L2Search search = new L2Search(examples, objective, splits, this::minimize);
    search.run();
    double l2 = search.chosen();
    Lbfgs.Minimum minimum = minimize(weights(example -> true), l2, search.start(), TOLERANCE);
    double[] point = minimum.point();
    double temperature = isCrossValidated ? temperature(splits, l2, point) : temperature(point);
    for (int i = 0; i < point.length; i++) {
      point[i] /= temperature;
    }
    float[] plain = objective.unstandardized(point);
    int kernelSize = plain.length - examples.classes();
    return new Fit(
        Arrays.copyOf(plain, kernelSize),
        Arrays.copyOfRange(plain, kernelSize, plain.length),
        l2,
        search.trials(),
        isCrossValidated,
        minimum.iterations(),
        temperature);
  }

  private double temperature(double[] parameters) {
    float[] logits = objective.logits(parameters);
    int all = examples.labels().length;
    return Temperature.of(
        Arrays.copyOfRange(logits, fitted * examples.classes(), logits.length),
        Arrays.copyOfRange(examples.labels(), fitted, all),
        IntStream.range(fitted, all).mapToDouble(examples::weight).toArray());
  }

  /** Returns the temperature of the logits that each example gets from a fit to the other folds. */
  private double temperature(List<L2Search.Split> splits, double l2, double[] near)
      throws InterruptedException {
    if (fitted < Temperature.MIN_EXAMPLES) {
      return 1;
    }
    int classes = examples.classes();
    float[] heldOut = new float[fitted * classes];
    int[] labels = new int[fitted];
    double[] weights = new double[fitted];
    int judges = 0;
    for (L2Search.Split split : splits) {
      float[] logits = objective.logits(minimize(split.weights(), l2, near, TOLERANCE).point());
      for (int example : split.judges(examples)) {
        System.arraycopy(logits, example * classes, heldOut, judges * classes, classes);
        weights[judges] = examples.weight(example);
        labels[judges++] = examples.labels()[example];
      }
    }
    return Temperature.of(
        Arrays.copyOf(heldOut, judges * classes),
        Arrays.copyOf(labels, judges),
        Arrays.copyOf(weights, judges));
  }

  /**
   * Fits the examples that have a weight. L2 is added to their mean loss, so fewer examples than
   * all get a stronger L2: its ratio to the sum of their losses stays the same.
   */
  private Lbfgs.Minimum minimize(float[] weights, double l2, double[] from, double tolerance)
      throws InterruptedException {
    double scaled = l2 * sum(weights(example -> true)) / sum(weights);
    Lbfgs.Objective ofPoint =
        (point, gradient) -> {
          check.beforeEvaluation();
          return objective.at(point, weights, scaled, gradient);
        };
    return new Lbfgs(ofPoint, tolerance, MAX_ITERATIONS).minimize(from);
  }

  private static double sum(float[] weights) {
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum;
  }

  private float[] weights(IntPredicate isFitted) {
    float[] weights = new float[examples.vectors().size()];
    for (int i = 0; i < fitted; i++) {
      weights[i] = isFitted.test(i) ? (float) examples.weight(i) : 0;
    }
    return weights;
  }

  private L2Search.Split validation() {
    int[] heldOut = IntStream.range(fitted, examples.vectors().size()).toArray();
    return new L2Search.Split(weights(example -> true), heldOut);
  }

  /** Returns splits that hold out a third of each class, at random. */
  private List<L2Search.Split> folds() {
    int[] labels = Arrays.copyOf(examples.labels(), fitted);
    int[] fold = Folds.of(examples.vectors(), labels, examples.classes(), FOLDS, examples.seed());
    List<L2Search.Split> splits = new ArrayList<>();
    for (int k = 0; k < FOLDS; k++) {
      int held = k;
      int[] heldOut = IntStream.range(0, fitted).filter(i -> fold[i] == held).toArray();
      if (heldOut.length > 0 && heldOut.length < fitted) {
        splits.add(new L2Search.Split(weights(example -> fold[example] != held), heldOut));
      }
    }
    return splits;
  }

  @Override
  public void close() {
    objective.close();
  }
}
