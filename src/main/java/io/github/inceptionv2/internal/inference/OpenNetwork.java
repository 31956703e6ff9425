package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.weights.FiniteWeights;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.Weights;

import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.OneDnnNames;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Values;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.types.TFloat32;

/**
 * A network in a session, whose variables can be set and read: what is trained.
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
  public static OpenNetwork open(NetworkGraph network) {
    return open(network, graph -> {});
  }

  /** Opens {@code network} with what {@code addition} adds, such as a loss and its gradients. */
  public static OpenNetwork open(NetworkGraph network, Consumer<Graph> addition) {
    return open(network, SessionConfig.DEFAULT, addition);
  }

  /** The same, in a session of the given kind. */
  static OpenNetwork open(NetworkGraph network, SessionConfig config, Consumer<Graph> addition) {
    VariableRestore restore = new VariableRestore(network.graph());
    // The logits alone are one small product, for which oneDNN takes twice as long.
    GraphSession session =
        network.isWhole() && KernelChoice.namesOneDnn(config)
            ? GraphSession.open(
                OneDnnNames.in(GraphSession.extend(restore.graph(), addition)), config)
            : GraphSession.open(restore.graph(), config, addition);
    return new OpenNetwork(network, restore, session);
  }

  /** Where the graph runs. */
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

  /** Copies the values of all variables. */
  public HeapWeights read() {
    List<String> names = network.variables().stream().map(VariableSpec::name).toList();
    List<String> reads = names.stream().map(name -> name + "/Read/ReadVariableOp:0").toList();
    Map<String, Values> values = new LinkedHashMap<>();
    try (Result result = session.run(Map.of(), reads, List.of())) {
      for (int i = 0; i < names.size(); i++) {
        values.put(names.get(i), Values.of((TFloat32) result.get(i)));
      }
    }
    return new HeapWeights(values, "the training session");
  }

  @Override
  public void close() {
    session.close();
  }
}
