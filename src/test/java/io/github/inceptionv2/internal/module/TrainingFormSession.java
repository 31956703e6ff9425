package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.inference.VariableRestore;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.PointwiseGradients;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.Weights;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A training graph in a session, with the four images of the reference. */
final class TrainingFormSession implements AutoCloseable {

  /** The mean cross-entropy of the reference's labels. */
  static final String LOSS = "test_loss:0";

  /** The sum of {@link #LOSS} and the L2 terms. */
  static final String TOTAL_LOSS = "test_total_loss:0";

  /** The tensor of a variable's handle, which is an input of every read of the variable. */
  static final Function<VariableSpec, String> HANDLE = variable -> variable.name() + ":0";

  private final NetworkGraph network;
  private final VariableRestore restore;
  private final GraphSession session;
  private final TFloat32 images;
  private final Map<String, String> reads = new HashMap<>();

  private TrainingFormSession(
      NetworkGraph network, BiConsumer<TrainingFormSession, Graph> additions) {
    this.network = network;
    restore = new VariableRestore(network.graph());
    session =
        GraphSession.open(
            PointwiseGradients.in(
                GraphSession.extend(
                    restore.graph(),
                    graph -> {
                      addReads(graph);
                      additions.accept(this, graph);
                    })),
            SessionConfig.DEFAULT);
    images = Tensors.of(fourImages(), 4, 224, 224, 3);
  }

  /**
   * Opens {@code network} with the {@code additions} of a test, which are possible only before the
   * session starts.
   */
  static TrainingFormSession open(
      NetworkGraph network, BiConsumer<TrainingFormSession, Graph> additions) {
    return new TrainingFormSession(network, additions);
  }

  /** Returns the graph that runs. */
  NetworkGraph network() {
    return network;
  }

  /** Sets all variables to the values of {@code weights}. */
  void restore(Weights weights) throws IOException {
    restore.run(session, weights::read, network.variables());
  }

  /**
   * Adds a read of each variable, because a graph's own reads may wait for an update and have any
   * name.
   */
  private void addReads(Graph graph) {
    Ops tf = Ops.create(graph);
    for (VariableSpec variable : network.variables()) {
      Output<?> handle = graph.output(HANDLE.apply(variable));
      reads.put(variable.name(), name(tf.readVariableOp(handle, TFloat32.class).asOutput()));
    }
  }

  /** Adds {@link #LOSS} and {@link #TOTAL_LOSS}. */
  void addLosses(Graph graph) {
    Ops tf = Ops.create(graph);
    int[] classes = {1, 2, 3, 4};
    var labels =
        tf.oneHot(
            tf.constant(classes), tf.constant(network.classes()), tf.constant(1f), tf.constant(0f));
    var losses =
        tf.nn
            .softmaxCrossEntropyWithLogits(floats(graph, network.logits().orElseThrow()), labels)
            .loss();
    var loss = tf.withName(node(LOSS)).math.mean(losses, tf.constant(0));
    List<Operand<TFloat32>> terms = new ArrayList<>(List.of(loss));
    network.regularizationLosses().forEach(term -> terms.add(floats(graph, term)));
    tf.withName(node(TOTAL_LOSS)).math.addN(terms);
  }

  /**
   * Adds the gradients of {@code loss} by the tensor that {@code source} names for each trainable
   * variable.
   *
   * @return the tensors of the gradients, by variable
   */
  Map<String, String> addGradients(
      Graph graph, String loss, Function<VariableSpec, String> source) {
    List<VariableSpec> trainable =
        network.variables().stream().filter(VariableSpec::trainable).toList();
    Output<?>[] sources =
        trainable.stream()
            .map(variable -> graph.output(source.apply(variable)))
            .toArray(Output<?>[]::new);
    Output<?>[] gradients = graph.addGradients(graph.output(loss), sources);
    Map<String, String> tensors = new LinkedHashMap<>();
    for (int i = 0; i < gradients.length; i++) {
      tensors.put(trainable.get(i).name(), name(gradients[i]));
    }
    return tensors;
  }

  /** Runs without dropout. */
  float[] run(String fetch) {
    return run(List.of(fetch)).get(0);
  }

  /**
   * Runs once without dropout. The share that is kept is a constant in Hub's graph and in ours, and
   * a session takes a feed for any tensor. At 1 the random numbers, which are below 1, drop
   * nothing, and the division scales nothing. That is exactly the reference's case, with no tensor
   * replaced.
   */
  List<float[]> run(List<String> fetches) {
    try (TFloat32 one = TFloat32.scalarOf(1)) {
      Map<String, Tensor> feeds = new HashMap<>(Map.of(network.images(), images));
      network.keepProbability().ifPresent(keep -> feeds.put(keep, one));
      return fetch(feeds, fetches);
    }
  }

  /** Runs with dropout. */
  float[] runAsInTraining(String fetch) {
    return fetch(Map.of(network.images(), images), List.of(fetch)).get(0);
  }

  /** Updates the moving averages. */
  void update(float momentum) {
    try (TFloat32 value = TFloat32.scalarOf(momentum)) {
      Map<String, Tensor> feeds =
          Map.of(network.images(), images, network.batchNormMomentum(), value);
      session.run(feeds, List.of(), network.updates()).close();
    }
  }

  /** Returns the value of a variable. */
  float[] read(String variable) {
    return read(List.of(variable)).get(0);
  }

  /** Returns the values of variables. */
  List<float[]> read(List<String> variables) {
    return fetch(Map.of(), variables.stream().map(reads::get).toList());
  }

  private List<float[]> fetch(Map<String, Tensor> feeds, List<String> fetches) {
    List<float[]> values = new ArrayList<>();
    try (Result result = session.run(feeds, fetches, List.of())) {
      result.forEach(entry -> values.add(Tensors.toFloats((TFloat32) entry.getValue())));
    }
    return values;
  }

  @SuppressWarnings("unchecked")
  private static Output<TFloat32> floats(Graph graph, String name) {
    return (Output<TFloat32>) graph.output(name);
  }

  private static String name(Output<?> output) {
    return output.op().name() + ":" + output.index();
  }

  private static String node(String tensor) {
    return tensor.substring(0, tensor.indexOf(':'));
  }

  private static float[] fourImages() {
    float[] all = new float[4 * 224 * 224 * 3];
    for (int k = 0; k < 4; k++) {
      float[] image = Golden.image(k, 224, 224);
      System.arraycopy(image, 0, all, k * image.length, image.length);
    }
    return all;
  }

  @Override
  public void close() {
    images.close();
    session.close();
  }
}
