package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Scale;

/**
 * One side of an image for the triangle filter: the input pixels that fall into each output pixel,
 * and their weights, as in TensorFlow's {@code ScaleAndTranslate} with antialiasing.
 *
 * <p>Weights are computed on demand, because there are twice as many weights as input pixels. The
 * start and the end of the span never decrease from one output to the next.
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
   * Maps {@code inputs} pixels to {@code outputs} pixels.
   *
   * @param scale the mapping of positions, which are counted from the first pixel
   * @param isReversed true if inputs and outputs are counted from the last pixel instead
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

  /** Returns the first output that has inputs. */
  int first() {
    return first;
  }

  /** Returns the last output that has inputs; less than {@link #first} if there is none. */
  int last() {
    return last;
  }

  /** Returns the first input of {@code output}. */
  int begin(int output) {
    return begins[output];
  }

  /** Returns the first input after the inputs of {@code output}. */
  int end(int output) {
    return ends[output];
  }

  /** Returns the weight of an input pixel in an output pixel; an output's weights add up to 1. */
  float share(int output, int input) {
    return (float) (height(output, input) * norms[output]);
  }
}
