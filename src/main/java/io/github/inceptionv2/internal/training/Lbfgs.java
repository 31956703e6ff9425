package io.github.inceptionv2.internal.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimizes a smooth function by limited-memory BFGS (Nocedal and Wright, Numerical Optimization,
 * 2006, algorithm 7.5), with a line search for the weak Wolfe conditions.
 */
final class Lbfgs {

  /** The number of steps from which the curvature is estimated. */
  private static final int MEMORY = 10;

  private static final int MAX_TRIALS = 30;
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;

  /** The relative rounding error of a function value, which is computed in floats. */
  private static final double NOISE = 1e-6;

  private final Objective objective;
  private final double tolerance;
  private final int maxIterations;
  private final Deque<Step> memory = new ArrayDeque<>();

  /** A function of many variables. */
  interface Objective {
    /** Returns the value at {@code point}, and writes the gradient to {@code gradient}. */
    double at(double[] point, double[] gradient) throws InterruptedException;
  }

  /**
   * The result of a minimization.
   *
   * @param iterations number of steps
   * @param hasConverged true if no component of the gradient exceeds the tolerance
   */
  record Minimum(double[] point, double value, int iterations, boolean hasConverged) {}

  private record Step(double[] move, double[] change, double curvature) {}

  private record Evaluation(double[] point, double value, double[] gradient) {}

  /**
   * Prepares to minimize {@code objective}.
   *
   * @param tolerance largest component of the gradient that counts as zero
   */
  Lbfgs(Objective objective, double tolerance, int maxIterations) {
    this.objective = objective;
    this.tolerance = tolerance;
    this.maxIterations = maxIterations;
  }

  /** Minimizes from {@code start}, which is not modified. */
  Minimum minimize(double[] start) throws InterruptedException {
    memory.clear();
    Evaluation now = evaluate(start.clone());
    int iterations = 0;
    while (greatest(now.gradient()) > tolerance && iterations < maxIterations) {
      Evaluation next = search(now, direction(now.gradient()));
      if (next == null && memory.isEmpty()) {
        break; // only rounding errors of the function are left
      } else if (next == null) {
        memory.clear(); // the estimated curvature may be wrong: retry with steepest descent
        continue;
      }
      remember(now, next);
      now = next;
      iterations++;
    }
    return new Minimum(now.point(), now.value(), iterations, greatest(now.gradient()) <= tolerance);
  }

  private Evaluation evaluate(double[] point) throws InterruptedException {
    double[] gradient = new double[point.length];
    return new Evaluation(point, objective.at(point, gradient), gradient);
  }

  /** Returns the direction of Newton's step, as far as the curvature is known. */
  private double[] direction(double[] gradient) {
    double[] direction = gradient.clone();
    double[] shares = new double[memory.size()];
    int i = 0;
    for (Step step : memory) { // latest first
      shares[i] = dot(step.move(), direction) / step.curvature();
      add(direction, -shares[i++], step.change());
    }
    Step latest = memory.peekFirst();
    double scale =
        latest == null
            ? 1 / Math.sqrt(dot(gradient, gradient))
            : latest.curvature() / dot(latest.change(), latest.change());
    scale(direction, scale);
    for (Iterator<Step> oldest = memory.descendingIterator(); oldest.hasNext(); ) {
      Step step = oldest.next();
      add(direction, shares[--i] - dot(step.change(), direction) / step.curvature(), step.move());
    }
    scale(direction, -1);
    return direction;
  }

  /** Returns a point far enough along {@code direction}; null if rounding hides every decrease. */
  private Evaluation search(Evaluation from, double[] direction) throws InterruptedException {
    double slope = dot(from.gradient(), direction);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double length = 1;
    for (int i = 0; i < MAX_TRIALS && slope < 0; i++) {
      double[] point = from.point().clone();
      add(point, length, direction);
      Evaluation there = evaluate(point);
      double slopeThere = dot(there.gradient(), direction);
      double decrease = SUFFICIENT_DECREASE * length * slope;
      if (!(there.value() <= from.value() + decrease)
          && !isDecreaseHidden(from, there, slope, slopeThere)) {
        high = length;
      } else if (slopeThere < CURVATURE * slope) {
        low = length;
      } else {
        return there;
      }
      length = high == Double.POSITIVE_INFINITY ? 2 * length : (low + high) / 2;
    }
    return null;
  }

  /**
   * Returns true if rounding may hide the decrease that the slopes show: the approximate Wolfe
   * condition (Hager and Zhang 2005).
   */
  private static boolean isDecreaseHidden(
      Evaluation from, Evaluation there, double slope, double slopeThere) {
    return there.value() <= from.value() + NOISE * Math.abs(from.value())
        && slopeThere <= (2 * SUFFICIENT_DECREASE - 1) * slope;
  }

  private void remember(Evaluation before, Evaluation after) {
    double[] move = after.point().clone();
    add(move, -1, before.point());
    double[] change = after.gradient().clone();
    add(change, -1, before.gradient());
    double curvature = dot(move, change);
    if (curvature > 0) { // the line search ensures this, up to rounding
      memory.addFirst(new Step(move, change, curvature));
    }
    if (memory.size() > MEMORY) {
      memory.removeLast();
    }
  }

  private static double greatest(double[] values) {
    double greatest = 0;
    for (double value : values) {
      greatest = Math.max(greatest, Math.abs(value)); // keeps NaN
    }
    return greatest;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] values) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * values[i];
    }
  }

  private static void scale(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }
}
