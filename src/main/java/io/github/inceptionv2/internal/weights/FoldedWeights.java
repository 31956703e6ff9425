package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.network.Architecture;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The values of a folded network's variables, computed in double precision from the values of the
 * trained network's variables.
 */
public final class FoldedWeights {

  private static final String KERNEL = "/weights";
  private static final String BIAS = "/biases";
  private static final String DEPTHWISE = "/depthwise_weights";
  private static final String POINTWISE = "/pointwise_weights";

  private final Weights weights;

  public FoldedWeights(Weights weights) {
    this.weights = weights;
  }

  /**
   * Reads the values of the folded network's variable called {@code name} in C order. The stem's
   * {@code weights} are those of the single convolution that replaces its two convolutions.
   *
   * @throws ModelFormatException if a value is too large for a float
   */
  public float[] read(String name) throws IOException {
    float[] values = fold(name);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new ModelFormatException(
            weights.origin(),
            "variable "
                + name
                + " is too large for a float after batch norm was folded into it; the weights are"
                + " damaged or diverged in training");
      }
    }
    return values;
  }

  private float[] fold(String name) throws IOException {
    if (name.endsWith(DEPTHWISE)) {
      return dense(weights.read(name), weights.shape(name));
    }
    String scope = name.substring(0, name.lastIndexOf('/'));
    if (name.endsWith(KERNEL) && weights.names().contains(scope + DEPTHWISE)) {
      return merged(scope);
    }
    if (!weights.names().contains(scope + "/BatchNorm/beta")) {
      return weights.read(name);
    }
    return name.endsWith(BIAS) ? bias(scope) : kernel(scope);
  }

  private float[] kernel(String scope) throws IOException {
    float[] kernel = weights.read(scope + KERNEL);
    double[] factors = factors(scope);
    for (int start = 0; start < kernel.length; start += factors.length) {
      for (int channel = 0; channel < factors.length; channel++) {
        kernel[start + channel] = (float) (kernel[start + channel] * factors[channel]);
      }
    }
    return kernel;
  }

  private float[] bias(String scope) throws IOException {
    double[] factors = factors(scope);
    float[] bias = weights.read(scope + "/BatchNorm/beta");
    float[] mean = weights.read(scope + "/BatchNorm/moving_mean");
    for (int i = 0; i < bias.length; i++) {
      bias[i] = (float) (bias[i] - mean[i] * factors[i]);
    }
    return bias;
  }

  /** Returns the factor by which batch norm multiplies each channel. */
  private double[] factors(String scope) throws IOException {
    float[] variance = weights.read(scope + "/BatchNorm/moving_variance");
    double[] factors = new double[variance.length];
    Arrays.setAll(factors, i -> 1 / Math.sqrt(variance[i] + Architecture.BATCH_NORM_EPSILON));
    return factors;
  }

  /**
   * Multiplies a kernel of shape [height, width, channel, multiplier] by a kernel of shape [1, 1,
   * channel * multiplier, output] and returns a kernel of shape [height, width, channel, output].
   */
  private float[] merged(String scope) throws IOException {
    float[] depthwise = weights.read(scope + DEPTHWISE);
    float[] pointwise = weights.read(scope + POINTWISE);
    List<Long> shape = weights.shape(scope + DEPTHWISE);
    int multiplier = Math.toIntExact(shape.get(3));
    int between = Math.toIntExact(shape.get(2)) * multiplier;
    int outputs = pointwise.length / between;
    double[] sums = new double[depthwise.length / multiplier * outputs];
    for (int i = 0; i < depthwise.length; i++) {
      int from = i % between * outputs;
      int to = i / multiplier * outputs;
      for (int output = 0; output < outputs; output++) {
        sums[to + output] += (double) depthwise[i] * pointwise[from + output];
      }
    }
    float[] merged = new float[sums.length];
    for (int i = 0; i < merged.length; i++) {
      merged[i] = (float) sums[i];
    }
    return merged;
  }

  /**
   * Converts a kernel of shape [height, width, channel, multiplier] to shape [height, width,
   * channel, output].
   */
  private static float[] dense(float[] depthwise, List<Long> shape) {
    int channels = Math.toIntExact(shape.get(2));
    int multiplier = Math.toIntExact(shape.get(3));
    int outputs = channels * multiplier;
    float[] dense = new float[depthwise.length * channels];
    for (int i = 0; i < depthwise.length; i++) {
      int row = i / multiplier;
      int channel = row % channels;
      dense[row * outputs + channel * multiplier + i % multiplier] = depthwise[i];
    }
    return dense;
  }
}
