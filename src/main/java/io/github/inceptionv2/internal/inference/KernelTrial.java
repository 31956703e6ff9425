package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.network.Kernels;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.OneDnnNames;
import io.github.inceptionv2.internal.network.PointwiseGradients;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.FloatMath;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
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
 */
record KernelTrial(NetworkGraph network, GraphDef graph, List<String> fetches) {

  private static final int IMAGES = 2;

  /** Odd, so that padding differs at the two ends. */
  private static final int SIZE = 29;

  /**
   * Of the greatest number of a tensor. Other orders of float32 sums differ in the sixth or seventh
   * digit, what is computed wrong in the first or second.
   */
  private static final double TOLERANCE = 1e-3;

  /** Says what is wrong with {@code kernels} in sessions of {@code config}; empty if nothing is. */
  static Optional<String> of(Kernels kernels, SessionConfig config) {
    return compare(
        inference(NetworkBuilder.buildTrial(kernels)),
        inference(NetworkBuilder.buildTrial(Kernels.SEPARATE)),
        config);
  }

  static KernelTrial inference(NetworkGraph network) {
    return new KernelTrial(
        network,
        new VariableRestore(network.graph()).graph(),
        List.of(network.logits().orElseThrow()));
  }

  /** Says what is wrong with oneDNN's kernels in a network that is trained, gradients included. */
  static Optional<String> ofTraining(SessionConfig config) {
    KernelTrial plain = training();
    return compare(
        new KernelTrial(plain.network, OneDnnNames.in(plain.graph), plain.fetches), plain, config);
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
    return new KernelTrial(network, graph, fetches);
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
    List<float[]> expected = right.run(config);
    try {
      List<float[]> found = tried.run(config);
      for (int i = 0; i < expected.size(); i++) {
        double difference = difference(expected.get(i), found.get(i));
        if (!(difference <= TOLERANCE)) {
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
      new VariableRestore(network.graph()).run(session, this::values, network.variables());
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

  private float[] values(String name) {
    VariableSpec variable =
        network.variables().stream().filter(one -> one.name().equals(name)).findAny().orElseThrow();
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
