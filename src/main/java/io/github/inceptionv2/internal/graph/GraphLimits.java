package io.github.inceptionv2.internal.graph;

import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.proto.GraphDef;

/**
 * The limits of a foreign graph: the images that it may run on, and its cost. The shapes of all
 * tensors are inferred for each shape of images before TensorFlow runs, because a graph that works
 * for one image size may terminate the process for another.
 *
 * <p>Thread-safe.
 */
public final class GraphLimits {

  /**
   * The maximum ratio of a foreign graph's operations to those of this library's own graph. Batch
   * norm written as individual operations needs three times as many; a copy of the network for each
   * signature needs twice as many. The number of operations alone matters little for the cost.
   */
  static final int NODES = 8;

  /**
   * The maximum ratio of memory and of arithmetic. It allows for a copy of the network for each of
   * the two main outputs, and half as much again for batch norm written as individual operations.
   */
  private static final int COSTS = 3;

  private static final Cost UNLIMITED = new Cost(Long.MAX_VALUE, Long.MAX_VALUE);

  /** The maximum number of results that are cached. */
  private static final int MAX_KNOWN = 1024;

  private final GraphShapes shapes;
  private final GraphShapes network;
  private final List<Role> networkRoles;

  /** The cost of the network's weights, which a graph may scale before it uses them. */
  private final Cost weights;

  /** The reason why roles cannot be computed from images; empty if they can be. */
  private final Map<Run, Optional<String>> known = new ConcurrentHashMap<>();

  private record Run(List<Role> roles, List<Long> images) {}

  /**
   * Creates the limits of {@code graph}, based on the costs of {@code network}.
   *
   * @param graph a graph that {@link #rewritten} returned
   * @throws RefusedGraphException if an operation has too few or too many inputs
   */
  public GraphLimits(GraphDef graph, NetworkGraph network) throws ModelFormatException {
    this.shapes = new GraphShapes(graph);
    this.networkRoles = List.copyOf(Roles.of(network).all());
    this.network = new GraphShapes(ownGraph(network));
    long size = 0;
    for (VariableSpec variable : network.variables()) {
      size += new TensorFacts.Floats(variable.shape()).size();
    }
    this.weights = new Cost(size * Float.BYTES, size);
  }

  /**
   * Returns {@code graph}, rewritten for TensorFlow to compute {@code roles}.
   *
   * @throws RefusedGraphException if one of the nodes could not occur in {@code network}
   */
  public static GraphDef rewritten(GraphIndex graph, Collection<Role> roles, NetworkGraph network)
      throws ModelFormatException {
    int maxNodes = NODES * ownGraph(network).getNodeCount();
    return CheckedGraph.of(graph, roles, network.variables(), maxNodes);
  }

  private static GraphDef ownGraph(NetworkGraph network) throws ModelFormatException {
    GraphIndex index = new GraphIndex(Path.of("built in memory"), network.graph());
    return CheckedGraph.of(index, Roles.of(network).all(), network.variables(), Integer.MAX_VALUE);
  }

  /**
   * Checks that {@code roles} can be computed together from images of this shape.
   *
   * @param images [batch, height, width, 3]
   * @throws RefusedGraphException if the roles cannot be computed, or cost too much
   */
  public void check(List<Role> roles, List<Long> images) {
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known
        .computeIfAbsent(new Run(roles, images), this::reason)
        .ifPresent(
            reason -> {
              throw new RefusedGraphException(reason);
            });
  }

  private Optional<String> reason(Run run) {
    try {
      Cost own = network.infer(networkRoles, run.images(), UNLIMITED);
      shapes.infer(run.roles(), run.images(), own.plus(weights).times(COSTS));
      return Optional.empty();
    } catch (RefusedGraphException e) {
      return Optional.of(e.getMessage());
    }
  }
}
