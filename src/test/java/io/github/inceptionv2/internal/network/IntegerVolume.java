package io.github.inceptionv2.internal.network;

import java.util.Arrays;

/**
 * The layers of a quantized network in plain Java, independent of the kernels and of float32.
 *
 * @param values height x width x channels, each from 0 to 255, or from -127 to 127 if signed
 * @param step the number that 1 stands for
 */
record IntegerVolume(int[] values, int height, int width, int channels, double step) {

  private static final int GREATEST = 255;
  private static final int GREATEST_SIGNED = 127;
  private static final int GREATEST_WEIGHT = 127;
  private static final int POOL = 3;

  /** Visits the cells of a window that are inside the volume. */
  private interface Window {
    void see(int from, int cell);
  }

  static IntegerVolume quantize(
      float[] numbers, int height, int width, int channels, double maximum) {
    int[] values = new int[numbers.length];
    Arrays.setAll(values, i -> round(numbers[i] * GREATEST / maximum, 0, GREATEST));
    return new IntegerVolume(values, height, width, channels, maximum / GREATEST);
  }

  static IntegerVolume quantizeSigned(
      float[] numbers, int height, int width, int channels, double maximum) {
    int[] values = new int[numbers.length];
    Arrays.setAll(
        values,
        i -> round(numbers[i] * GREATEST_SIGNED / maximum, -GREATEST_SIGNED, GREATEST_SIGNED));
    return new IntegerVolume(values, height, width, channels, maximum / GREATEST_SIGNED);
  }

  /** Rounds to the nearest integer in the range, with ties to even. */
  private static int round(double number, int least, int greatest) {
    return (int) Math.max(least, Math.min(greatest, Math.rint(number)));
  }

  /** The number that 255 stands for. */
  double maximum() {
    return step * GREATEST;
  }

  /**
   * Convolves with SAME padding, adds biases, and rounds to the scale of {@code newMaximum}.
   *
   * @param weights integers, kernel x kernel x channels x depth
   * @param ranges the number that a weight of 127 stands for, for each output channel
   */
  IntegerVolume convolve(
      int kernel, int stride, int[] weights, double[] ranges, float[] biases, double newMaximum) {
    int depth = biases.length;
    IntegerVolume output = output(stride, depth, newMaximum / GREATEST);
    for (int cell = 0; cell < output.height * output.width; cell++) {
      long[] sums = new long[depth];
      window(kernel, stride, cell, (from, at) -> addProducts(sums, from, at, weights));
      for (int d = 0; d < depth; d++) {
        double product = step * ranges[d] / GREATEST_WEIGHT;
        double number = sums[d] * product + biases[d];
        output.values[cell * depth + d] = round(number / output.step, 0, GREATEST);
      }
    }
    return output;
  }

  private void addProducts(long[] sums, int from, int at, int[] weights) {
    for (int c = 0; c < channels; c++) {
      for (int d = 0; d < sums.length; d++) {
        int weight = weights[(at * channels + c) * sums.length + d];
        sums[d] += (long) values[from * channels + c] * weight;
      }
    }
  }

  /** Pools 3x3 cells by maximum or mean with SAME padding, which is not counted. */
  IntegerVolume pool(Layer.Pool.Kind kind, int stride) {
    IntegerVolume output = output(stride, channels, step);
    for (int cell = 0; cell < output.height * output.width; cell++) {
      for (int c = 0; c < channels; c++) {
        int channel = c;
        int[] seen = new int[3]; // greatest, sum, count
        window(
            POOL,
            stride,
            cell,
            (from, at) -> {
              int value = values[from * channels + channel];
              seen[0] = Math.max(seen[0], value);
              seen[1] += value;
              seen[2]++;
            });
        output.values[cell * channels + c] =
            kind == Layer.Pool.Kind.MAXIMUM ? seen[0] : (int) Math.rint((double) seen[1] / seen[2]);
      }
    }
    return output;
  }

  /** Concatenates channels. */
  IntegerVolume join(IntegerVolume other) {
    int all = channels + other.channels;
    int[] joined = new int[height * width * all];
    for (int cell = 0; cell < height * width; cell++) {
      System.arraycopy(values, cell * channels, joined, cell * all, channels);
      System.arraycopy(
          other.values, cell * other.channels, joined, cell * all + channels, other.channels);
    }
    return new IntegerVolume(joined, height, width, all, step);
  }

  private IntegerVolume output(int stride, int depth, double newStep) {
    int newHeight = (height + stride - 1) / stride;
    int newWidth = (width + stride - 1) / stride;
    return new IntegerVolume(
        new int[newHeight * newWidth * depth], newHeight, newWidth, depth, newStep);
  }

  /** Visits the input cells that an output cell is computed from. */
  private void window(int kernel, int stride, int cell, Window window) {
    int newHeight = (height + stride - 1) / stride;
    int newWidth = (width + stride - 1) / stride;
    int top = Math.max((newHeight - 1) * stride + kernel - height, 0) / 2;
    int left = Math.max((newWidth - 1) * stride + kernel - width, 0) / 2;
    for (int at = 0; at < kernel * kernel; at++) {
      int y = cell / newWidth * stride - top + at / kernel;
      int x = cell % newWidth * stride - left + at % kernel;
      if (y >= 0 && y < height && x >= 0 && x < width) {
        window.see(y * width + x, at);
      }
    }
  }
}
