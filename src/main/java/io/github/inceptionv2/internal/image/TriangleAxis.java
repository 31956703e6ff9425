package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Scale;

/**
 * One side of an image for the triangle filter: which input pixels fall into which output pixel,
 * and their shares, as TensorFlow's {@code ScaleAndTranslate} has them with antialiasing.
 *
 * <p>Shares are computed when they are needed: there are twice as many as input pixels. Spans of
 * later outputs neither begin nor end earlier.
 */
final class TriangleAxis {

  private final int outputs;
  private final double radius;
  private final double slope;
  private final double[] centres;
  private final double[] norms;
  private final int[] begins;
  private final int[] ends;
  private int first;
  private int last = -1;

  /**
   * Lays {@code inputs} pixels onto {@code outputs}.
   *
   * @param scale of a position that counts from the first pixel
   * @param isReversed whether inputs and outputs count from the other end than positions do
   */
  TriangleAxis(int inputs, int outputs, Scale scale, boolean isReversed) {
    this.outputs = outputs;
    this.radius = Math.max(1, 1 / (double) scale.factor());
    this.slope = 1 / radius;
    this.centres = new double[outputs];
    this.norms = new double[outputs];
    this.begins = new int[outputs];
    this.ends = new int[outputs];
    for (int i = 0; i < outputs; i++) {
      int counted = isReversed ? outputs - 1 - i : i;
      double centre = (counted + 0.5 - scale.offset()) / scale.factor();
      if (centre >= 0 && centre <= inputs) {
        addSpan(i, isReversed ? inputs - centre : centre, inputs);
      }
    }
  }

  private void addSpan(int output, double centre, int inputs) {
    first = last < 0 ? output : first;
    last = output;
    centres[output] = centre;
    begins[output] = clamp(Math.ceil(centre - radius - 0.5), inputs);
    ends[output] = clamp(Math.floor(centre + radius - 0.5), inputs) + 1;
    double sum = 0;
    for (int i = begins[output]; i < ends[output]; i++) {
      sum += height(output, i);
    }
    norms[output] = 1 / sum;
  }

  private static int clamp(double position, int inputs) {
    return (int) Math.max(0, Math.min(inputs - 1, position));
  }

  private double height(int output, int input) {
    return Math.max(0, 1 - Math.abs(input + 0.5 - centres[output]) * slope);
  }

  int outputs() {
    return outputs;
  }

  /** The first output into which anything falls. */
  int first() {
    return first;
  }

  /** The last output into which anything falls; before the first if there is none. */
  int last() {
    return last;
  }

  /** The first input that falls into {@code output}. */
  int begin(int output) {
    return begins[output];
  }

  /** The first input after those that fall into {@code output}. */
  int end(int output) {
    return ends[output];
  }

  /** The share that {@code input} has in {@code output}; all of an output come to 1. */
  float share(int output, int input) {
    return (float) (height(output, input) * norms[output]);
  }
}
