package io.github.inceptionv2.internal.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.internal.inference.VariableRestore;
import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.OneDnn;
import io.github.inceptionv2.internal.runtime.Processor;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.QuantizedWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Result;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/**
 * The quantized kernels of oneDNN compute the integers of {@link IntegerVolume}. An integer may be
 * off by one, because a sum halfway between two integers is rounded from float32.
 */
class QuantizedLayersTest {

  private static final String FIRST = QuantizedLayers.FIRST_INPUT;
  private static final String STEM = "Conv2d_1a_7x7";
  private static final String SECOND = "Conv2d_2c_3x3";
  private static final String THIRD = "Mixed_3b/Branch_0/Conv2d_0a_1x1";

  /** A convolution with quantized input and output, and poolings of its output. */
  private record Trial(int height, int width, int channels, int depth, int kernel, int stride) {

    Convolution convolution() {
      return new Convolution(SECOND, kernel, stride, depth, null);
    }
  }

  private final GraphWriter nodes = new GraphWriter();
  private final NetworkParts parts = new NetworkParts();
  private final Map<String, float[]> values = new HashMap<>();
  private final Random random = new Random(23);

  @ParameterizedTest
  @CsvSource({
    // height, width, channels, depth, kernel, stride, greatest weight, input range, output range
    "7, 5, 16, 32, 3, 1, 127, 4, 6",
    "7, 5, 16, 32, 3, 2, 127, 4, 6",
    "8, 6, 16, 32, 3, 2, 127, 4, 6",
    "9, 9, 64, 48, 1, 1, 127, 4, 3",
    "1, 1, 8, 8, 3, 1, 127, 4, 6",
    "2, 3, 7, 5, 3, 2, 127, 4, 6",
    "13, 11, 3, 1, 3, 1, 127, 4, 2",
    "7, 7, 192, 64, 3, 1, 127, 12, 6",
    "7, 7, 192, 64, 3, 1, 127, 0.5, 0.25",
    "7, 5, 16, 32, 3, 1, 63, 4, 6",
    "8, 6, 16, 32, 3, 2, 63, 4, 6",
    "7, 7, 192, 64, 3, 1, 63, 0.5, 0.25",
    "2, 3, 7, 5, 3, 2, 63, 4, 6"
  })
  void layers_matchIntegerVolume(
      int height,
      int width,
      int channels,
      int depth,
      int kernel,
      int stride,
      int greatest,
      float inputRange,
      float outputRange)
      throws Exception {
    assumeTrue(OneDnn.isUsable() && Processor.here().hasAvx2(), "no oneDNN");
    assumeTrue(greatest < 127 || Processor.here().hasVnni(), "8 bits saturate without VNNI");
    Trial trial = new Trial(height, width, channels, depth, kernel, stride);
    prepare(trial);
    float[] images = gaussian(height * width * channels, 2);
    QuantizedWeights weights = new QuantizedWeights(name -> values.get(name).clone(), greatest);

    List<float[]> found = run(trial, weights, images, inputRange, outputRange);

    IntegerVolume input = IntegerVolume.quantize(images, height, width, channels, inputRange);
    IntegerVolume convolved = convolved(trial.convolution(), weights, input, outputRange);
    IntegerVolume maxima = convolved.pool(Pool.Kind.MAXIMUM, stride);
    IntegerVolume means = convolved.pool(Pool.Kind.AVERAGE, stride);
    assertSteps(convolved, found.get(0));
    assertSteps(maxima.join(means), found.get(1));
    assertTrue(
        height * width < 9 || Arrays.stream(convolved.values()).anyMatch(v -> v == 255),
        "nothing is clamped");
  }

  @ParameterizedTest
  @CsvSource({
    // height, width, depth, range
    "29, 29, 16, 4",
    "32, 40, 64, 2",
    "7, 5, 5, 0.5",
    "1, 1, 8, 4",
    "33, 2, 7, 4"
  })
  void stem_matchesIntegerVolume(int height, int width, int depth, float range) throws Exception {
    assumeTrue(OneDnn.isUsable() && Processor.here().hasVnni(), "no VNNI");
    SeparableConvolution stem = new SeparableConvolution(STEM, 7, 2, 8, depth);
    values.put("InceptionV2/" + STEM + "/weights", gaussian(7 * 7 * 3 * depth, 0.2));
    values.put("InceptionV2/" + STEM + "/biases", gaussian(depth, 0.5));
    float[] images = new float[height * width * 3];
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextInt(256) / 255f;
    }
    images[0] = -1; // out of range, so it is clamped
    float[] scaled = new float[images.length];
    for (int i = 0; i < images.length; i++) {
      scaled[i] = 2 * images[i] - 1;
    }
    QuantizedWeights weights = new QuantizedWeights(name -> values.get(name).clone(), 127);
    ActivationRanges ranges = new ActivationRanges(Map.of(STEM, range));
    QuantizedLayers layers = new QuantizedLayers(nodes, parts, ranges, Kernels.ONEDNN_INT8);
    String input = nodes.node("Placeholder", "images").type("dtype", DataType.DT_FLOAT).add();

    String result = layers.floats(layers.stem(STEM, stem, input, 3));

    IntegerVolume pixels = IntegerVolume.quantizeSigned(scaled, height, width, 3, 1);
    IntegerVolume right = convolved(stem.merged(), weights, pixels, range);
    try (TFloat32 tensor = Tensors.of(images, 1, height, width, 3)) {
      assertSteps(right, run(weights, tensor, List.of(result + ":0")).get(0));
    }
  }

  /**
   * Makes the first convolution the identity, so the second one reads the images as quantized. The
   * last output channel of the second one is 0.
   */
  private void prepare(Trial trial) {
    float[] identity = new float[trial.channels * trial.channels];
    for (int c = 0; c < trial.channels; c++) {
      identity[c * trial.channels + c] = 1;
    }
    values.put("InceptionV2/" + FIRST + "/weights", identity);
    values.put("InceptionV2/" + FIRST + "/biases", new float[trial.channels]);
    int size = trial.kernel * trial.kernel * trial.channels;
    float[] kernel = gaussian(size * trial.depth, 2 / Math.sqrt(size));
    float[] biases = gaussian(trial.depth, 0.5);
    for (int i = trial.depth - 1; i < kernel.length; i += trial.depth) {
      kernel[i] = trial.depth == 1 ? kernel[i] : 0;
    }
    values.put("InceptionV2/" + SECOND + "/weights", kernel);
    values.put("InceptionV2/" + SECOND + "/biases", biases);
  }

  private float[] gaussian(int size, double deviation) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) (deviation * random.nextGaussian());
    }
    return numbers;
  }

  /** Returns the output of the convolution and the joined output of its poolings. */
  private List<float[]> run(
      Trial trial, QuantizedWeights weights, float[] images, float inputRange, float outputRange)
      throws Exception {
    QuantizedLayers layers =
        new QuantizedLayers(
            nodes,
            parts,
            new ActivationRanges(Map.of(FIRST, inputRange, SECOND, outputRange, THIRD, 1f)),
            Kernels.ONEDNN_INT7);
    String input = nodes.node("Placeholder", "images").type("dtype", DataType.DT_FLOAT).add();
    Convolution identity = new Convolution(FIRST, 1, 1, trial.channels, null);
    String quantized = layers.convolution(FIRST, identity, input, trial.channels);
    String convolved = layers.convolution(SECOND, trial.convolution(), quantized, trial.channels);
    List<String> ends =
        List.of(
            layers.pool("maximum", new Pool(Pool.Kind.MAXIMUM, "", trial.stride), convolved),
            layers.pool("mean", new Pool(Pool.Kind.AVERAGE, "", trial.stride), convolved));
    String joined = layers.join("concat", ends, nodes.constant("axis", 3));
    List<String> fetches = List.of(layers.floats(convolved) + ":0", layers.floats(joined) + ":0");
    try (TFloat32 tensor = Tensors.of(images, 1, trial.height, trial.width, trial.channels)) {
      return run(weights, tensor, fetches);
    }
  }

  private List<float[]> run(QuantizedWeights weights, TFloat32 images, List<String> fetches)
      throws Exception {
    VariableRestore restore = new VariableRestore(nodes.build());
    try (GraphSession session = GraphSession.open(restore.graph(), SessionConfig.DEFAULT.onCpu())) {
      restore.run(session, weights::read, parts.variables);
      try (Result result = session.run(Map.of("images:0", images), fetches, List.of())) {
        List<float[]> all = new ArrayList<>();
        for (int i = 0; i < fetches.size(); i++) {
          all.add(Tensors.toFloats((TFloat32) result.get(i)));
        }
        return all;
      }
    }
  }

  private IntegerVolume convolved(
      Convolution layer, QuantizedWeights weights, IntegerVolume input, double range)
      throws Exception {
    String scope = "InceptionV2/" + layer.name();
    float[] integers = weights.read(scope + QuantizedVariables.WEIGHTS);
    float[] ranges = weights.read(scope + QuantizedVariables.MAXIMUM);
    int[] kernel = new int[integers.length];
    double[] maxima = new double[ranges.length];
    Arrays.setAll(kernel, i -> (int) integers[i]);
    Arrays.setAll(maxima, i -> ranges[i]);
    float[] biases = values.get(scope + "/biases");
    return input.convolve(layer.kernel(), layer.stride(), kernel, maxima, biases, range);
  }

  /** Asserts that all numbers are integers, and that at most 1 % are off, by one. */
  private static void assertSteps(IntegerVolume right, float[] found) {
    assertEquals(right.values().length, found.length);
    int beside = 0;
    for (int i = 0; i < found.length; i++) {
      double integer = found[i] * 255 / right.maximum();
      assertEquals(Math.rint(integer), integer, 1e-3);
      assertEquals(right.values()[i], integer, 1 + 1e-3, "at " + i);
      beside += Math.abs(right.values()[i] - integer) > 0.5 ? 1 : 0;
    }
    assertTrue(100 * beside <= found.length, beside + " of " + found.length + " are off");
  }
}
