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
 * The images that a foreign graph may be run on, and what it may cost. The shapes of all tensors
 * are inferred for each shape of images before TensorFlow runs, as a graph that is right for one
 * size may end the process at another.
 *
 * <p>Safe for several threads.
 */
public final class GraphLimits {

  /**
   * The operations of a foreign graph over those of the network built here. Batch norm in single
   * operations has three times as many, a copy of the network for each signature twice. Operations
   * alone cost little.
   */
  static final int NODES = 8;

  /**
   * The memory and the arithmetic likewise: a copy of the network for each of the two main outputs,
   * and half as much again for batch norm in single operations.
   */
  private static final int COSTS = 3;

  private static final Cost UNLIMITED = new Cost(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Shapes of images whose answer is remembered. */
  private static final int MAX_KNOWN = 1024;

  private final GraphShapes shapes;
  private final GraphShapes network;
  private final List<Role> networkRoles;

  /** The network's weights, which a graph may scale before it uses them. */
  private final Cost weights;

  /** Reasons against running roles on images; empty where there is none. */
  private final Map<Run, Optional<String>> known = new ConcurrentHashMap<>();

  private record Run(List<Role> roles, List<Long> images) {}

  /**
   * Holds {@code graph} to the costs of {@code network}.
   *
   * @param graph what {@link #rewritten} returned
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
   * Returns what TensorFlow is given of {@code graph} to compute {@code roles}.
   *
   * @throws RefusedGraphException if a node is not one that {@code network} could have
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
   * Checks that {@code roles} can be computed, together, from images of this shape.
   *
   * @param images [batch, height, width, 3]
   * @throws RefusedGraphException if they cannot, or cost too much
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
