package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.report.Quantities;

/**
 * A range that contains the true rate with 95 % confidence, if the images are a random sample.
 * Immutable and thread-safe.
 *
 * @param low lower end, from 0 to 1
 * @param high upper end, from {@code low} to 1
 */
public record Interval(double low, double high) {

  /** The two-sided 95 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * Returns Wilson's score interval, which is also valid for few images and for rates of 0 and 1.
   *
   * @param hits number of hits, from 0 to {@code count}
   * @param count number of images; with 0, the interval is 0 to 1
   * @throws IllegalArgumentException if {@code hits} is outside its range
   */
  public static Interval wilson(int hits, int count) {
    if (hits < 0 || hits > count) {
      throw new IllegalArgumentException("hits (" + hits + ") must be from 0 to " + count);
    }
    if (count == 0) {
      return new Interval(0, 1);
    }
    double rate = (double) hits / count;
    double square = Z * Z / count;
    double centre = (rate + square / 2) / (1 + square);
    double half = Math.sqrt(rate * (1 - rate) * square + square * square / 4) / (1 + square);
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }

  /** Returns both ends in percent, such as {@code 81.3 to 91.2 %}. */
  @Override
  public String toString() {
    return Quantities.percents(low, high);
  }
}
