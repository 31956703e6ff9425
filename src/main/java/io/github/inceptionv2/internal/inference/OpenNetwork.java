package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.OneDnnNames;
import io.github.inceptionv2.internal.network.PointwiseGradients;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.FiniteWeights;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.VariableValue;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/**
 * A network in a session, whose variables can be set and read, for training.
 *
 * <p>Owns native memory. Not thread-safe.
 */
public final class OpenNetwork implements AutoCloseable {

  private final NetworkGraph network;
  private final VariableRestore restore;
  private final GraphSession session;

  private OpenNetwork(NetworkGraph network, VariableRestore restore, GraphSession session) {
    this.network = network;
    this.restore = restore;
    this.session = session;
  }

  /** Opens {@code network}, whose variables have no values yet. */
  public static OpenNetwork open(NetworkGraph network, SessionConfig config) {
    return open(network, config, graph -> {});
  }

  /**
   * Opens {@code network} with the operations that {@code addition} adds, such as a loss and its
   * gradients.
   */
  public static OpenNetwork open(
      NetworkGraph network, SessionConfig config, Consumer<Graph> addition) {
    VariableRestore restore = new VariableRestore(network.graph());
    GraphSession.warnIfThreadsDiffer(config);
    GraphSession session =
        network.isWhole()
            ? GraphSession.open(whole(restore.graph(), config, addition), config)
            : GraphSession.open(restore.graph(), config, addition);
    return new OpenNetwork(network, restore, session);
  }

  /**
   * Names oneDNN's kernels in a complete network. A network of logits only is a small matrix
   * product, which is slower in oneDNN.
   */
  private static GraphDef whole(GraphDef graph, SessionConfig config, Consumer<Graph> addition) {
    GraphDef extended = PointwiseGradients.in(GraphSession.extend(graph, addition));
    return KernelChoice.namesOneDnn(config) ? OneDnnNames.in(extended) : extended;
  }

  /** Returns the session that runs the graph. */
  public GraphSession session() {
    return session;
  }

  /**
   * Sets all variables.
   *
   * @throws ModelFormatException if a value is damaged or not finite
   */
  public void assign(Weights weights) throws IOException {
    restore.run(session, new FiniteWeights(weights)::read, network.variables());
  }

  /** Returns a copy of the values of all variables. */
  public HeapWeights read() {
    List<VariableSpec> variables = network.variables();
    List<String> reads =
        variables.stream().map(variable -> variable.name() + "/Read/ReadVariableOp:0").toList();
    Map<String, VariableValue> values = new LinkedHashMap<>();
    try (Result result = session.run(Map.of(), reads, List.of())) {
      for (int i = 0; i < variables.size(); i++) {
        float[] floats = Tensors.toFloats((TFloat32) result.get(i));
        values.put(variables.get(i).name(), VariableValue.of(variables.get(i), floats));
      }
    }
    return new HeapWeights(values, Path.of("the training session"));
  }

  @Override
  public void close() {
    session.close();
  }
}
