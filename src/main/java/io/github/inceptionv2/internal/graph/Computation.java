package io.github.inceptionv2.internal.graph;

import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.util.List;
import org.tensorflow.proto.GraphDef;

/**
 * The computation of a model: a graph and the tensors it computes from images.
 *
 * @param graph the inference graph, as far as it is run
 * @param proof why this graph is known to be right
 * @param roles the tensors that it computes from images
 * @param variables the names and shapes of its variables
 */
public record Computation(
    GraphDef graph, GraphProof proof, Roles roles, List<VariableSpec> variables) {

  /** Returns the computation of a network that was built here. */
  public static Computation of(NetworkGraph network) {
    return new Computation(
        network.graph(), GraphProof.BUILT, Roles.of(network), network.variables());
  }

  /** Returns the same roles, computed by {@code network}, whose own variables are others. */
  public Computation runBy(NetworkGraph network) {
    return new Computation(
        GraphDef.getDefaultInstance(),
        GraphProof.BUILT,
        roles.computedBy(Roles.of(network)),
        variables);
  }
}
