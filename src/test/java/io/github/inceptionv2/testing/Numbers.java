package io.github.inceptionv2.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Comparisons of float arrays that report the largest difference and its position. */
public final class Numbers {

  private Numbers() {}

  /** Asserts that all values are within {@code tolerance} of the expected values. */
  public static void assertClose(float[] expected, float[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, "length");
    int worst = 0;
    for (int i = 0; i < expected.length; i++) {
      // written so that NaN fails
      if (!(Math.abs(expected[i] - actual[i]) <= Math.abs(expected[worst] - actual[worst]))) {
        worst = i;
      }
    }
    double error = Math.abs(expected[worst] - actual[worst]);
    assertTrue(
        error <= tolerance,
        "off by "
            + error
            + " at "
            + worst
            + ": expected "
            + expected[worst]
            + " but was "
            + actual[worst]);
  }

  /** Asserts that {@code actual} is within {@code tolerance} of {@code expected}, relatively. */
  public static void assertRelative(String what, double expected, double actual, double tolerance) {
    assertTrue(
        Math.abs(expected - actual) <= tolerance * Math.abs(expected),
        what + ": expected " + expected + " but was " + actual);
  }

  /** Returns the length of the difference divided by the length of {@code expected}. */
  public static double relativeL2(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length, "length");
    double difference = 0;
    double length = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) expected[i] - actual[i], 2);
      length += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / length);
  }

  /** Returns the cosine of the angle between two vectors. */
  public static double cosine(float[] one, float[] other) {
    double product = 0;
    double ofOne = 0;
    double ofOther = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      ofOne += (double) one[i] * one[i];
      ofOther += (double) other[i] * other[i];
    }
    return product / Math.sqrt(ofOne * ofOther);
  }
}
