package io.github.inceptionv2.internal.network;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.Arrays;

/** The layers of {@link PlainNetwork}. */
public final class PlainLayers {

  private static final int POOL = 3;

  private final Parameters parameters;

  PlainLayers(Parameters parameters) {
    this.parameters = parameters;
  }

  /** Provides the values of variables. */
  @FunctionalInterface
  public interface Parameters {
    /** Returns the values of the variable called {@code name} in C order. */
    float[] of(String name);
  }

  /** Receives the input positions that are inside a window. */
  private interface Window {
    void see(int from, int to, int cell);
  }

  Volume convolve(String path, Convolution layer, Volume input) {
    float[] weights = parameters.of(path + "weights");
    Volume sums = sums(input, layer.kernel(), layer.stride(), layer.depth(), weights);
    float[] beta = parameters.of(path + "BatchNorm/beta");
    float[] mean = parameters.of(path + "BatchNorm/moving_mean");
    float[] variance = parameters.of(path + "BatchNorm/moving_variance");
    double[] values = sums.values();
    for (int i = 0; i < values.length; i++) {
      int c = i % layer.depth();
      double deviation = Math.sqrt(variance[c] + Architecture.BATCH_NORM_EPSILON);
      values[i] = Math.max(0, (values[i] - mean[c]) / deviation + beta[c]);
    }
    return sums;
  }

  Volume convolve(String path, SeparableConvolution stem, Volume input) {
    float[] depthwise = parameters.of(path + "depthwise_weights");
    int between = input.channels() * stem.multiplier();
    Volume each = output(input, stem.stride(), between);
    slide(
        input,
        stem.kernel(),
        stem.stride(),
        (from, to, cell) -> {
          for (int c = 0; c < between; c++) {
            each.values()[to / input.channels() * between + c] +=
                input.values()[from + c / stem.multiplier()] * depthwise[cell * between + c];
          }
        });
    Volume mixed = sums(each, 1, 1, stem.depth(), parameters.of(path + "pointwise_weights"));
    float[] biases = parameters.of(path + "biases");
    for (int i = 0; i < mixed.values().length; i++) {
      mixed.values()[i] = Math.max(0, mixed.values()[i] + biases[i % stem.depth()]);
    }
    return mixed;
  }

  private static Volume sums(Volume input, int kernel, int stride, int depth, float[] weights) {
    Volume output = output(input, stride, depth);
    int channels = input.channels();
    slide(
        input,
        kernel,
        stride,
        (from, to, cell) -> {
          double[] sums = output.values();
          int start = to / channels * depth;
          for (int c = 0; c < channels; c++) {
            double value = input.values()[from + c];
            int row = (cell * channels + c) * depth;
            for (int d = 0; d < depth; d++) {
              sums[start + d] += value * weights[row + d];
            }
          }
        });
    return output;
  }

  Volume pool(Pool layer, Volume input) {
    boolean isMaximum = layer.kind() == Pool.Kind.MAXIMUM;
    Volume output = output(input, layer.stride(), input.channels());
    double[] values = output.values();
    int[] seen = new int[values.length];
    Arrays.fill(values, isMaximum ? Double.NEGATIVE_INFINITY : 0);
    slide(
        input,
        POOL,
        layer.stride(),
        (from, to, cell) -> {
          for (int c = 0; c < input.channels(); c++) {
            double value = input.values()[from + c];
            values[to + c] = isMaximum ? Math.max(values[to + c], value) : values[to + c] + value;
            seen[to + c]++;
          }
        });
    for (int i = 0; !isMaximum && i < values.length; i++) {
      values[i] /= seen[i];
    }
    return output;
  }

  private static Volume output(Volume input, int stride, int channels) {
    return Volume.empty(
        (input.height() + stride - 1) / stride, (input.width() + stride - 1) / stride, channels);
  }

  /**
   * Slides a window with SAME padding over the input, and reports each position inside it. If the
   * padding is uneven, the end gets more of it. Output offsets assume as many channels as the input
   * has.
   */
  private static void slide(Volume input, int kernel, int stride, Window window) {
    Volume output = output(input, stride, 0);
    int top = padding(input.height(), output.height(), kernel, stride);
    int left = padding(input.width(), output.width(), kernel, stride);
    for (int y = 0; y < output.height(); y++) {
      for (int x = 0; x < output.width(); x++) {
        for (int cell = 0; cell < kernel * kernel; cell++) {
          int fromY = y * stride - top + cell / kernel;
          int fromX = x * stride - left + cell % kernel;
          if (fromY >= 0 && fromY < input.height() && fromX >= 0 && fromX < input.width()) {
            int to = (y * output.width() + x) * input.channels();
            window.see(input.at(fromY, fromX), to, cell);
          }
        }
      }
    }
  }

  private static int padding(int from, int to, int kernel, int stride) {
    return Math.max((to - 1) * stride + kernel - from, 0) / 2;
  }
}
