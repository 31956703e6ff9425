package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.network.Kernels;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NumberType;
import io.github.inceptionv2.internal.network.OneDnnNames;
import io.github.inceptionv2.internal.network.PointwiseGradients;
import io.github.inceptionv2.internal.network.QuantizedVariables;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.FloatMath;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.QuantizedWeights;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/**
 * A small network for checking kernels against TensorFlow's plain operations.
 *
 * @param network the network whose variables are set
 * @param graph the graph to run, with assignments to the variables
 * @param fetches the tensors that are compared
 * @param greatestWeight the greatest integer among a quantized network's weights
 */
record KernelTrial(NetworkGraph network, GraphDef graph, List<String> fetches, int greatestWeight) {

  private static final int IMAGES = 2;

  /** Odd, so that padding differs at the two ends. */
  private static final int SIZE = 29;

  /**
   * The tolerance for float32, as a fraction of a tensor's greatest number. Float32 sums in a
   * different order differ in the sixth or seventh digit; incorrect results differ in the first or
   * second.
   */
  private static final double TOLERANCE = 1e-3;

  /**
   * The tolerance for bfloat16, which rounds by up to 2^-9 of a number. Each of the trial's five
   * layers rounds its inputs, weights and result. If all errors have the same sign, they add up to
   * 15 * 2^-9.
   */
  private static final double BFLOAT16_TOLERANCE = 15 * 0x1p-9;

  /**
   * The tolerance for integers: one step. The greatest feature is 255 steps, because some features
   * are clamped. A sum that rounding moves across a half, or an average of bytes that is halfway
   * between two bytes, may differ by a step.
   */
  static final double QUANTIZED_TOLERANCE = 1 / 255.0;

  /** The range of the trial's layers. Most outputs are within the range; the others are clamped. */
  private static final float RANGE = 4;

  private static final int GREATEST_BYTE = 127;

  /**
   * Returns the fault of {@code kernels} in sessions with the configuration {@code config}; empty
   * if there is none.
   */
  static Optional<String> of(Kernels kernels, SessionConfig config) {
    return switch (kernels.type()) {
      case INT8 ->
          kernels.firstType() == NumberType.BFLOAT16
              ? of(Kernels.ONEDNN_BFLOAT16, config).or(() -> ofQuantized(kernels, config))
              : ofQuantized(kernels, config);
      case BFLOAT16 -> compare(kernels, BFLOAT16_TOLERANCE, config);
      case FLOAT32 -> compare(kernels, TOLERANCE, config);
    };
  }

  private static Optional<String> compare(Kernels kernels, double tolerance, SessionConfig config) {
    return compare(
        inference(NetworkBuilder.buildTrial(kernels)),
        inference(NetworkBuilder.buildTrial(Kernels.SEPARATE)),
        tolerance,
        config);
  }

  /**
   * Compares quantized kernels with plain operations that round the same numbers. First layers in
   * bfloat16 have their own trial, so this trial computes them in float32.
   */
  private static Optional<String> ofQuantized(Kernels kernels, SessionConfig config) {
    int greatest = kernels.greatestWeight();
    Kernels tried = kernels.firstType() == NumberType.BFLOAT16 ? Kernels.ONEDNN_INT7 : kernels;
    return compare(
        quantized(NetworkBuilder.buildQuantizedTrial(RANGE, tried), greatest),
        quantized(NetworkBuilder.buildRoundedTrial(RANGE, tried), greatest),
        QUANTIZED_TOLERANCE,
        config);
  }

  static KernelTrial quantized(NetworkGraph network, int greatestWeight) {
    return new KernelTrial(
        network,
        new VariableRestore(network.graph()).graph(),
        List.of(network.featureVector()),
        greatestWeight);
  }

  static KernelTrial inference(NetworkGraph network) {
    return new KernelTrial(
        network,
        new VariableRestore(network.graph()).graph(),
        List.of(network.logits().orElseThrow()),
        GREATEST_BYTE);
  }

  /**
   * Returns the fault of oneDNN's kernels in training, including gradients; empty if there is none.
   */
  static Optional<String> ofTraining(SessionConfig config) {
    KernelTrial plain = training();
    return compare(
        new KernelTrial(plain.network, OneDnnNames.in(plain.graph), plain.fetches, GREATEST_BYTE),
        plain,
        config);
  }

  /** Returns a trial of the feature vectors and the gradients of their sum. */
  static KernelTrial training() {
    NetworkGraph network = NetworkBuilder.buildTrainingTrial();
    List<String> fetches = new ArrayList<>(List.of(network.featureVector()));
    GraphDef graph =
        PointwiseGradients.in(
            GraphSession.extend(
                new VariableRestore(network.graph()).graph(),
                all -> fetches.addAll(addGradients(network, all))));
    return new KernelTrial(network, graph, fetches, GREATEST_BYTE);
  }

  private static List<String> addGradients(NetworkGraph network, Graph graph) {
    Output<?>[] handles =
        network.variables().stream()
            .filter(VariableSpec::trainable)
            .map(variable -> graph.output(variable.name()))
            .toArray(Output<?>[]::new);
    List<String> gradients = new ArrayList<>();
    for (Output<?> gradient : graph.addGradients(graph.output(network.featureVector()), handles)) {
      gradients.add(gradient.op().name() + ":" + gradient.index());
    }
    return gradients;
  }

  /**
   * Returns the fault of the trial {@code tried}, compared with the correct trial {@code right};
   * empty if there is none.
   */
  static Optional<String> compare(KernelTrial tried, KernelTrial right, SessionConfig config) {
    return compare(tried, right, TOLERANCE, config);
  }

  static Optional<String> compare(
      KernelTrial tried, KernelTrial right, double tolerance, SessionConfig config) {
    List<float[]> expected = right.run(config);
    try {
      List<float[]> found = tried.run(config);
      for (int i = 0; i < expected.size(); i++) {
        double difference = difference(expected.get(i), found.get(i));
        if (!(difference <= tolerance)) {
          return Optional.of(
              tried.fetches.get(i)
                  + " of a small network differs from the correct result by "
                  + (float) difference
                  + " times its greatest number");
        }
      }
      return Optional.empty();
    } catch (NativeException e) {
      return Optional.of("TensorFlow rejected them: " + e.getMessage());
    }
  }

  /**
   * Returns the greatest difference divided by the greatest number; infinity if any number is not
   * finite.
   */
  private static double difference(float[] expected, float[] found) {
    double greatest = FloatMath.greatestDifference(expected, new float[expected.length]);
    return FloatMath.greatestDifference(expected, found) / greatest;
  }

  private List<float[]> run(SessionConfig config) {
    try (GraphSession session = GraphSession.open(graph, config);
        TFloat32 images = Tensors.of(images(), IMAGES, SIZE, SIZE, 3)) {
      QuantizedWeights weights = new QuantizedWeights(this::values, greatestWeight);
      new VariableRestore(network.graph()).run(session, weights::read, network.variables());
      try (Result result = session.run(Map.of(network.images(), images), fetches, List.of())) {
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < fetches.size(); i++) {
          values.add(Tensors.toFloats((TFloat32) result.get(i)));
        }
        return values;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: the values do not come from a file
    }
  }

  /**
   * Returns a variable's values, in the shape of the variable or of the quantized weights made from
   * it.
   */
  private float[] values(String name) {
    VariableSpec variable =
        network.variables().stream()
            .filter(spec -> QuantizedVariables.folded(spec.name()).equals(name))
            .findFirst()
            .orElseThrow();
    return ReferenceWeights.values(name, variable.shape());
  }

  private static float[] images() {
    float[] values = new float[IMAGES * SIZE * SIZE * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 37 % 256 / 255f;
    }
    return values;
  }
}
