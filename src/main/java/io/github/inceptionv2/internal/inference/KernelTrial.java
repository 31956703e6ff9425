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
 * Tries whether kernels compute a small network as TensorFlow's plain operations do.
 *
 * @param network whose variables are given values
 * @param graph what is run, with assignments to the variables
 * @param fetches the tensors that are compared
 * @param greatestWeight the greatest integer of a quantized network's weights
 */
record KernelTrial(NetworkGraph network, GraphDef graph, List<String> fetches, int greatestWeight) {

  private static final int IMAGES = 2;

  /** Odd, so that padding differs at the two ends. */
  private static final int SIZE = 29;

  /**
   * Of the greatest number of a tensor. Other orders of float32 sums differ in the sixth or seventh
   * digit, what is computed wrong in the first or second.
   */
  private static final double TOLERANCE = 1e-3;

  /**
   * Bfloat16 rounds by up to 2^-9 of a number. In each of the trial's five layers the inputs, the
   * weights and the result are rounded: 15 * 2^-9 if all erred in the same direction.
   */
  private static final double BFLOAT16_TOLERANCE = 15 * 0x1p-9;

  /**
   * One step of the greatest feature, which is 255 steps: some are clamped. A sum that rounding
   * moves across a half, and an average of bytes that lies between two, may come out a step apart.
   */
  static final double QUANTIZED_TOLERANCE = 1 / 255.0;

  /** Most of what the layers of the trial put out is below, some is above and clamped. */
  private static final float RANGE = 4;

  private static final int GREATEST_BYTE = 127;

  /** Says what is wrong with {@code kernels} in sessions of {@code config}; empty if nothing is. */
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
   * The right numbers are those of plain operations with the same roundings. First layers in
   * bfloat16 have a trial of their own, so they are in float32 here.
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

  /** Says what is wrong with oneDNN's kernels in a network that is trained, gradients included. */
  static Optional<String> ofTraining(SessionConfig config) {
    KernelTrial plain = training();
    return compare(
        new KernelTrial(plain.network, OneDnnNames.in(plain.graph), plain.fetches, GREATEST_BYTE),
        plain,
        config);
  }

  /** Of the feature vectors and the gradients of their sum. */
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

  /** Says how far {@code tried} is from {@code right}; empty if it is not. */
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
              "they computed "
                  + tried.fetches.get(i)
                  + " of a small network wrong, by "
                  + (float) difference
                  + " of its greatest number");
        }
      }
      return Optional.empty();
    } catch (NativeException e) {
      return Optional.of("it refused them: " + e.getMessage());
    }
  }

  /** The greatest difference over the greatest number; infinity if any is not finite. */
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
      throw new UncheckedIOException(e); // the values come from no file
    }
  }

  /** Finds the shape by the variable itself, or by the quantized weights made of it. */
  private float[] values(String name) {
    String scope = name.substring(0, name.lastIndexOf('/'));
    List<String> names =
        name.endsWith("/weights")
            ? List.of(name, scope + QuantizedVariables.WEIGHTS, scope + QuantizedVariables.ROUNDED)
            : List.of(name);
    VariableSpec variable =
        network.variables().stream()
            .filter(one -> names.contains(one.name()))
            .findAny()
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
