package io.github.inceptionv2.internal.network;

import static io.github.inceptionv2.internal.network.Architecture.SCOPE;
import static io.github.inceptionv2.internal.network.NetworkBuilder.BASE;
import static io.github.inceptionv2.internal.network.NetworkBuilder.LOGITS;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.proto.DataType;

/**
 * Layers whose weights are constants, with batch norm folded into them: what batch norm does to a
 * convolution's output in inference, {@code (y - mean) / sqrt(variance + epsilon) + beta}, is done
 * to its weights once instead, in double precision.
 *
 * <p>TensorFlow then fuses convolution, bias and ReLU, and oneDNN lays out each kernel once and not
 * in every run, which it does for constants only.
 */
final class ConstantLayers implements WeightedLayers {

  private final GraphWriter nodes;
  private final Function<String, FloatBuffer> weights;

  /** {@code weights} gives the values of a variable by its name. */
  ConstantLayers(GraphWriter nodes, Function<String, FloatBuffer> weights) {
    this.nodes = nodes;
    this.weights = weights;
  }

  /**
   * The depthwise convolution is written as a dense one of three input channels, most of whose
   * weights are zero: TensorFlow's depthwise kernel takes longer for it than that.
   */
  @Override
  public String stem(String path, SeparableConvolution stem, String input, long channels) {
    String scope = SCOPE + "/" + path + "/";
    int inputs = Math.toIntExact(channels);
    int between = inputs * stem.multiplier();
    float[] dense =
        dense(read(scope + "depthwise_weights"), stem.kernel(), inputs, stem.multiplier());
    String spread =
        convolve(
            BASE + path + "/separable_conv2d/depthwise",
            new Convolution(path, stem.kernel(), stem.stride(), between, null),
            input,
            inputs,
            dense);
    String mixed =
        convolve(
            BASE + path + "/separable_conv2d",
            new Convolution(path, 1, 1, stem.depth(), null),
            spread,
            between,
            read(scope + "pointwise_weights"));
    return addBias(BASE + path, mixed, read(scope + "biases"));
  }

  /** From [cell, channel, multiplier] to [cell, channel, channel * multiplier]. */
  private static float[] dense(float[] depthwise, int size, int channels, int multiplier) {
    int outputs = channels * multiplier;
    float[] dense = new float[size * size * channels * outputs];
    for (int i = 0; i < depthwise.length; i++) {
      int row = i / multiplier;
      int channel = row % channels;
      dense[row * outputs + channel * multiplier + i % multiplier] = depthwise[i];
    }
    return dense;
  }

  @Override
  public String convolution(String path, Convolution convolution, String input, long channels) {
    float[] kernel = read(SCOPE + "/" + path + "/weights");
    String scope = SCOPE + "/" + path + "/BatchNorm/";
    float[] bias = fold(kernel, scope, convolution.depth());
    String convolved = convolve(BASE + path, convolution, input, channels, kernel);
    return addBias(BASE + path, convolved, bias);
  }

  /** Folds the batch norm of {@code scope} into {@code kernel}, and returns what is to be added. */
  private float[] fold(float[] kernel, String scope, int depth) {
    float[] beta = read(scope + "beta");
    float[] mean = read(scope + "moving_mean");
    float[] variance = read(scope + "moving_variance");
    double[] factor = new double[depth];
    float[] bias = new float[depth];
    for (int i = 0; i < depth; i++) {
      factor[i] = 1 / Math.sqrt(variance[i] + Architecture.BATCH_NORM_EPSILON);
      bias[i] = (float) (beta[i] - mean[i] * factor[i]);
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (kernel[i] * factor[i % depth]);
    }
    return bias;
  }

  @Override
  public String logits(String input, long channels, int classes) {
    String scope = LOGITS + "Conv2d_1c_1x1";
    Convolution convolution = new Convolution(scope, 1, 1, classes, null);
    String convolved = convolve(scope, convolution, input, channels, read(scope + "/weights"));
    return addBias(scope, convolved, read(scope + "/biases"));
  }

  private String convolve(
      String scope, Convolution convolution, String input, long channels, float[] kernel) {
    long size = convolution.kernel();
    String weights =
        nodes.constant(
            scope + "/weights", kernel, List.of(size, size, channels, (long) convolution.depth()));
    return nodes
        .node("Conv2D", scope + "/Conv2D")
        .in(input, weights)
        .type("T", DataType.DT_FLOAT)
        .integers("strides", 1, convolution.stride(), convolution.stride(), 1)
        .text("padding", "SAME")
        .add();
  }

  private String addBias(String scope, String input, float[] values) {
    String bias = nodes.constant(scope + "/biases", values, List.of((long) values.length));
    return nodes
        .node("BiasAdd", scope + "/BiasAdd")
        .in(input, bias)
        .type("T", DataType.DT_FLOAT)
        .add();
  }

  private float[] read(String name) {
    FloatBuffer buffer = weights.apply(name);
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
