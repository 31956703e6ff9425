package io.github.inceptionv2.internal.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the L2 of new logits by n held-out examples: the largest value whose loss is at most
 * 1/(2n) above the lowest loss. Not thread-safe.
 *
 * <p>If no example is classified incorrectly, the estimated probability of an error is still about
 * 1/(2n) (the posterior mean for Jeffreys' prior), and to predict with that probability of error
 * costs about 1/(2n) nats. If a network was trained on the same photographs, all held-out losses
 * are close to zero, and the lowest loss would leave the logits almost without L2.
 */
public final class L2Search {

  /** The first values to try, in decreasing order, so each fit starts near the previous fit. */
  private static final List<Double> COARSE =
      IntStream.rangeClosed(0, 6).mapToObj(i -> Math.pow(10, -i)).toList();

  /** The L2 if no held-out example can be evaluated, for instance with one image per class. */
  private static final double UNJUDGED = 0.01;

  private static final double TOLERANCE = 1e-5;

  /** The number of clearly worse values after which the search ends. */
  private static final int MAX_WORSE = 2;

  private final LabeledVectors examples;
  private final HeadObjective objective;
  private final List<Split> splits;
  private final Minimizer minimizer;

  /** The held-out examples of each split whose class has a fitted example in that split. */
  private final List<int[]> judges;

  private final List<Measured> measured = new ArrayList<>();

  /** The point of each split from which the next fit starts. */
  private List<double[]> points;

  private List<double[]> bestPoints;

  /**
   * An L2 value that was tried.
   *
   * @param l2 L2 for standardized features
   * @param loss mean cross-entropy of held-out examples in nats, weighted by class
   * @param accuracy fraction of the held-out examples whose greatest logit is that of their class
   */
  public record Trial(double l2, double loss, double accuracy) {}

  /**
   * A split of the examples: examples with a positive weight are fitted, and held-out examples
   * evaluate the fit.
   */
  record Split(float[] weights, int[] heldOut) {

    /** Returns the held-out examples whose class has a fitted example. */
    int[] judges(LabeledVectors examples) {
      boolean[] isFitted = new boolean[examples.classes()];
      for (int i = 0; i < weights.length; i++) {
        isFitted[examples.labels()[i]] |= weights[i] > 0;
      }
      return IntStream.of(heldOut).filter(i -> isFitted[examples.labels()[i]]).toArray();
    }
  }

  /** Fits the examples that have a positive weight. */
  interface Minimizer {
    Lbfgs.Minimum minimize(float[] weights, double l2, double[] from, double tolerance)
        throws InterruptedException;
  }

  private record Measured(Trial trial, double[] losses) {}

  L2Search(
      LabeledVectors examples, HeadObjective objective, List<Split> splits, Minimizer minimizer) {
    this.examples = examples;
    this.objective = objective;
    this.splits = splits;
    this.minimizer = minimizer;
    this.judges = splits.stream().map(split -> split.judges(examples)).toList();
    this.points = splits.stream().map(split -> zeros()).toList();
    this.bestPoints = points;
  }

  private double[] zeros() {
    return new double[objective.parameterCount()];
  }

  /** Tries powers of ten, then half a power above and below the best power. */
  void run() throws InterruptedException {
    if (judges.stream().allMatch(judge -> judge.length == 0)) {
      return;
    }
    int worse = 0;
    for (double l2 : COARSE) {
      measure(l2);
      Measured last = measured.get(measured.size() - 1);
      boolean isPastBest = last.trial().l2() < best().trial().l2();
      worse = isPastBest && !(worsening(last) <= standardError(last)) ? worse + 1 : 0;
      if (worse == MAX_WORSE) {
        break;
      }
    }
    double best = best().trial().l2();
    List<double[]> near = bestPoints;
    for (double l2 : List.of(best * Math.sqrt(10), best / Math.sqrt(10))) {
      points = near;
      measure(l2);
    }
  }

  private void measure(double l2) throws InterruptedException {
    List<double[]> next = new ArrayList<>();
    double[] losses = new double[judges.stream().mapToInt(judge -> judge.length).sum()];
    double weights = 0;
    int right = 0;
    int judged = 0;
    for (int s = 0; s < splits.size(); s++) {
      double[] point =
          minimizer.minimize(splits.get(s).weights(), l2, points.get(s), TOLERANCE).point();
      next.add(point);
      Logits logits = new Logits(objective.logits(point), examples.vectors().size());
      for (int example : judges.get(s)) {
        int label = examples.labels()[example];
        losses[judged++] = examples.weight(example) * logits.crossEntropy(example, label);
        weights += examples.weight(example);
        right += logits.isRight(example, label) ? 1 : 0;
      }
    }
    points = next;
    double loss = 0;
    for (int i = 0; i < judged; i++) {
      losses[i] *= judged / weights;
      loss += losses[i] / judged;
    }
    measured.add(new Measured(new Trial(l2, loss, (double) right / judged), losses));
    if (best().trial().l2() == l2) {
      bestPoints = next;
    }
  }

  private Measured best() {
    return measured.stream()
        .min(Comparator.comparingDouble(one -> one.trial().loss()))
        .orElseThrow();
  }

  /** Returns by how much the loss of a value is above the lowest loss. */
  private double worsening(Measured one) {
    return one.trial().loss() - best().trial().loss();
  }

  /** Returns the standard error of {@link #worsening}, whose losses are of the same examples. */
  private double standardError(Measured one) {
    double[] best = best().losses();
    double mean = worsening(one);
    double squares = 0;
    for (int i = 0; i < best.length; i++) {
      double difference = one.losses()[i] - best[i] - mean;
      squares += difference * difference;
    }
    return Math.sqrt(squares) / best.length;
  }

  /** Returns the chosen L2. */
  double chosen() {
    return measured.stream()
        .filter(one -> worsening(one) <= 0.5 / one.losses().length)
        .mapToDouble(one -> one.trial().l2())
        .max()
        .orElse(UNJUDGED);
  }

  /** Returns a point near the fit of all examples: the mean of the points of the splits. */
  double[] start() {
    double[] start = zeros();
    for (double[] point : bestPoints) {
      for (int i = 0; i < start.length; i++) {
        start[i] += point[i] / bestPoints.size();
      }
    }
    return start;
  }

  /** Returns all L2 values that were tried, in decreasing order. */
  List<Trial> trials() {
    return measured.stream()
        .map(Measured::trial)
        .sorted(Comparator.comparingDouble(Trial::l2).reversed())
        .toList();
  }
}
