package io.github.inceptionv2.internal.graph;

import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.util.List;
import org.tensorflow.proto.GraphDef;

/**
 * The computation of a model: a graph and the tensors that it computes from images.
 *
 * @param graph the part of the inference graph that is run
 * @param proof the evidence that the graph is correct
 * @param roles the tensors that the graph computes from images
 * @param variables the names and shapes of the model's variables
 */
public record Computation(
    GraphDef graph, GraphProof proof, Roles roles, List<VariableSpec> variables) {

  /** Returns the computation of a network that this library built. */
  public static Computation of(NetworkGraph network) {
    return new Computation(
        network.graph(), GraphProof.BUILT, Roles.of(network), network.variables());
  }

  /**
   * Returns this computation with roles that {@code network} computes. The names and shapes of the
   * variables stay the same, although those of {@code network} are different.
   */
  public Computation runBy(NetworkGraph network) {
    return new Computation(
        GraphDef.getDefaultInstance(),
        GraphProof.BUILT,
        roles.computedBy(Roles.of(network)),
        variables);
  }
}
