package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LbfgsTest {

  /** Returns the sum of Rosenbrock's valley over all pairs; its minimum is 0 at (1, 1). */
  private static double rosenbrock(double[] x, double[] gradient) {
    double sum = 0;
    for (int i = 0; i < x.length; i += 2) {
      double across = x[i + 1] - x[i] * x[i];
      double along = 1 - x[i];
      sum += 100 * across * across + along * along;
      gradient[i] = -400 * across * x[i] - 2 * along;
      gradient[i + 1] = 200 * across;
    }
    return sum;
  }

  @Test
  void minimize_rosenbrock_findsTheMinimum() throws Exception {
    double[] start = {-1.2, 1, 3, -4, 0, 0};
    Lbfgs.Minimum minimum = new Lbfgs(LbfgsTest::rosenbrock, 1e-9, 500).minimize(start);

    assertTrue(minimum.hasConverged());
    assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, minimum.point(), 1e-8);
    assertEquals(0, minimum.value(), 1e-15);
    assertArrayEquals(new double[] {-1.2, 1, 3, -4, 0, 0}, start);
  }

  /** The curvatures range from 1 to a million. */
  @Test
  void minimize_badlyScaledQuadratic_isExact() throws Exception {
    double[] curvatures = {1, 10, 1e3, 1e4, 1e6};
    Lbfgs.Objective quadratic =
        (x, gradient) -> {
          double sum = 0;
          for (int i = 0; i < x.length; i++) {
            gradient[i] = curvatures[i] * (x[i] - i);
            sum += 0.5 * gradient[i] * (x[i] - i);
          }
          return sum;
        };
    Lbfgs.Minimum minimum = new Lbfgs(quadratic, 1e-8, 500).minimize(new double[5]);

    assertTrue(minimum.hasConverged());
    assertArrayEquals(new double[] {0, 1, 2, 3, 4}, minimum.point(), 1e-7);
    assertTrue(minimum.iterations() < 100, minimum.iterations() + " iterations");
  }

  @Test
  void minimize_atTheMinimum_takesNoStep() throws Exception {
    Lbfgs.Minimum minimum =
        new Lbfgs(LbfgsTest::rosenbrock, 1e-9, 500).minimize(new double[] {1, 1});

    assertEquals(0, minimum.iterations());
    assertTrue(minimum.hasConverged());
  }

  @Test
  void minimize_tooFewIterations_saysSo() throws Exception {
    Lbfgs.Minimum minimum =
        new Lbfgs(LbfgsTest::rosenbrock, 1e-9, 3).minimize(new double[] {-1.2, 1});

    assertEquals(3, minimum.iterations());
    assertFalse(minimum.hasConverged());
    assertTrue(minimum.value() < 24, "24.2 at the start, then " + minimum.value());
  }

  /** The function is NaN everywhere but at the start, as if weights overflowed. */
  @Test
  void minimize_nanEverywhereElse_staysAtTheStart() throws Exception {
    Lbfgs.Objective cliff =
        (x, gradient) -> {
          gradient[0] = 1;
          return x[0] == 5 ? 2 : Double.NaN;
        };
    Lbfgs.Minimum minimum = new Lbfgs(cliff, 1e-9, 100).minimize(new double[] {5});

    assertArrayEquals(new double[] {5}, minimum.point());
    assertFalse(minimum.hasConverged());
  }
}
