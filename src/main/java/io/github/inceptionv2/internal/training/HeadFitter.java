package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.runtime.SessionConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Fits logits to feature vectors: multinomial logistic regression by L-BFGS, with the L2 that is
 * best for examples that were held out.
 */
public final class HeadFitter implements AutoCloseable {

  /** From strong to weak, so that each fit begins near the one before. */
  private static final List<Double> COARSE =
      IntStream.rangeClosed(0, 7).mapToObj(i -> Math.pow(10, -i)).toList();

  /** Fewer held-out examples say less than cross-validation of the others does. */
  private static final int MIN_HELD_OUT = Temperature.MIN_EXAMPLES;

  private static final int FOLDS = 3;
  private static final double TOLERANCE = 1e-6;
  private static final int MAX_ITERATIONS = 500;

  private final Examples examples;
  private final HeadObjective objective;
  private final Runnable beforeEach;

  /**
   * Feature vectors with their classes, of which none is null.
   *
   * @param fitted how many of the first ones are for fitting; the others are held out
   * @param classWeights by which each class counts in the loss
   * @param seed of the folds
   */
  public record Examples(
      List<float[]> vectors, int[] labels, int fitted, float[] classWeights, long seed) {

    int classes() {
      return classWeights.length;
    }
  }

  /**
   * A value of L2 that was tried.
   *
   * @param l2 of standardized features
   * @param loss mean cross-entropy of held-out examples in nats, each with its class's weight
   * @param standardError of the loss
   * @param accuracy share of the held-out examples whose greatest logit is that of their class
   */
  public record Trial(double l2, double loss, double standardError, double accuracy) {}

  /**
   * Logits that were fitted.
   *
   * @param kernel weights by feature and class
   * @param trials from strong to weak
   * @param isCrossValidated whether held-out examples were parts of the fitted ones
   * @param temperature that the weights were divided by; 1 if cross-validated
   */
  public record Fit(
      float[] kernel,
      float[] biases,
      double l2,
      List<Trial> trials,
      boolean isCrossValidated,
      int iterations,
      double temperature) {}

  /** A split of the examples: those with a weight are fitted, those in the list judge. */
  private record Split(float[] weights, int[] heldOut) {}

  /** {@code beforeEach} is run before each evaluation, and may throw to end the fit. */
  public HeadFitter(Examples examples, SessionConfig config, Runnable beforeEach) {
    this.examples = examples;
    this.beforeEach = beforeEach;
    this.objective =
        new HeadObjective(
            examples.vectors(), examples.labels(), examples.classes(), examples.fitted(), config);
  }

  /** Fits; takes seconds for thousands of examples. */
  public Fit fit() {
    boolean isCrossValidated = examples.vectors().size() - examples.fitted() < MIN_HELD_OUT;
    List<Split> splits = isCrossValidated ? folds() : List.of(validation());
    List<Trial> trials = new ArrayList<>(trials(splits, COARSE));
    double best = best(trials).l2();
    trials.addAll(trials(splits, List.of(best * Math.sqrt(10), best / Math.sqrt(10))));
    trials.sort(Comparator.comparingDouble(Trial::l2).reversed());
    double l2 = strongest(trials).l2();
    Lbfgs.Minimum all = minimize(weights(example -> true), l2, start());
    double temperature = isCrossValidated ? 1 : temperature(all.point());
    for (int i = 0; i < all.point().length; i++) {
      all.point()[i] /= temperature;
    }
    float[] plain = objective.unstandardized(all.point());
    int kernelSize = plain.length - examples.classes();
    return new Fit(
        Arrays.copyOf(plain, kernelSize),
        Arrays.copyOfRange(plain, kernelSize, plain.length),
        l2,
        List.copyOf(trials),
        isCrossValidated,
        all.iterations(),
        temperature);
  }

  private double temperature(double[] parameters) {
    int start = examples.fitted();
    float[] logits = objective.logits(parameters);
    return Temperature.of(
        Arrays.copyOfRange(logits, start * examples.classes(), logits.length),
        Arrays.copyOfRange(examples.labels(), start, examples.labels().length));
  }

  private static Trial best(List<Trial> trials) {
    return trials.stream().min(Comparator.comparingDouble(Trial::loss)).orElseThrow();
  }

  /**
   * Returns the strongest L2 whose loss cannot be told from the least: the rule of one standard
   * error (Breiman et al. 1984). A few separable examples would have no L2 at all otherwise.
   */
  private static Trial strongest(List<Trial> trials) {
    Trial best = best(trials);
    return trials.stream()
        .filter(trial -> trial.loss() <= best.loss() + best.standardError())
        .max(Comparator.comparingDouble(Trial::l2))
        .orElse(best);
  }

  private double[] start() {
    return new double[objective.parameterCount()];
  }

  private List<Trial> trials(List<Split> splits, List<Double> values) {
    double[] losses = new double[values.size()];
    double[] squares = new double[values.size()];
    double[] correct = new double[values.size()];
    double total = 0;
    int count = 0;
    for (Split split : splits) {
      double[] point = start();
      for (int i = 0; i < losses.length; i++) {
        point = minimize(split.weights(), values.get(i), point).point();
        Logits logits = new Logits(objective.logits(point), examples.vectors().size());
        for (int example : split.heldOut()) {
          int label = examples.labels()[example];
          double loss = weight(example) * logits.crossEntropy(example, label);
          losses[i] += loss;
          squares[i] += loss * loss;
          correct[i] += logits.isRight(example, label) ? 1 : 0;
        }
      }
      count += split.heldOut().length;
      total += IntStream.of(split.heldOut()).mapToDouble(this::weight).sum();
    }
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      double variance = squares[i] / count - Math.pow(losses[i] / count, 2);
      double error = Math.sqrt(Math.max(0, variance) * count) / total;
      trials.add(new Trial(values.get(i), losses[i] / total, error, correct[i] / count));
    }
    return trials;
  }

  private Lbfgs.Minimum minimize(float[] weights, double l2, double[] from) {
    return new Lbfgs(
            (point, gradient) -> {
              beforeEach.run();
              return objective.at(point, weights, l2, gradient);
            },
            TOLERANCE,
            MAX_ITERATIONS)
        .minimize(from);
  }

  private double weight(int example) {
    return examples.classWeights()[examples.labels()[example]];
  }

  private float[] weights(IntPredicate isFitted) {
    float[] weights = new float[examples.vectors().size()];
    for (int i = 0; i < examples.fitted(); i++) {
      weights[i] = isFitted.test(i) ? (float) weight(i) : 0;
    }
    return weights;
  }

  private Split validation() {
    int[] heldOut = IntStream.range(examples.fitted(), examples.vectors().size()).toArray();
    return new Split(weights(example -> true), heldOut);
  }

  /** Returns splits that hold out a third of each class, at random. */
  private List<Split> folds() {
    int[] fold = new int[examples.fitted()];
    int next = 0;
    for (int label = 0; label < examples.classes(); label++) {
      for (int example : shuffled(label)) {
        fold[example] = next++ % FOLDS;
      }
    }
    List<Split> splits = new ArrayList<>();
    for (int k = 0; k < Math.min(FOLDS, examples.fitted()); k++) {
      int held = k;
      int[] heldOut = IntStream.range(0, fold.length).filter(i -> fold[i] == held).toArray();
      if (heldOut.length > 0 && heldOut.length < fold.length) {
        splits.add(new Split(weights(example -> fold[example] != held), heldOut));
      }
    }
    return splits.isEmpty() ? List.of(new Split(weights(i -> true), new int[] {0})) : splits;
  }

  private int[] shuffled(int label) {
    int[] members =
        IntStream.range(0, examples.fitted()).filter(i -> examples.labels()[i] == label).toArray();
    SplittableRandom random = new SplittableRandom(examples.seed() * 1_000_003 + label);
    for (int i = members.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = members[i];
      members[i] = members[other];
      members[other] = kept;
    }
    return members;
  }

  @Override
  public void close() {
    objective.close();
  }
}
