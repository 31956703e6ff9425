package io.github.inceptionv2.internal.graph;

import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Compares a module's graph with that of Inception V2, node by node. */
public final class GraphComparison {

  private final TensorIdentity.Table table = new TensorIdentity.Table();
  private final Side found;
  private final Side expected;
  private final Roles expectedRoles;
  private final int classes;

  private GraphComparison(GraphIndex found, NetworkGraph network) throws ModelFormatException {
    this.found = new Side(found, new HashMap<>());
    this.expected =
        new Side(new GraphIndex(Path.of("built in memory"), network.graph()), new HashMap<>());
    this.expectedRoles = Roles.of(network);
    this.classes = network.classes();
  }

  /**
   * Returns true if {@code graph} computes each of {@code roles} from the images and the variables
   * with the same operations as {@code network}. In this case, both compute the same numbers. In
   * other cases, they may still do so.
   */
  public static boolean isSame(GraphIndex graph, Roles roles, NetworkGraph network)
      throws ModelFormatException {
    return new GraphComparison(graph, network).isSame(roles);
  }

  private boolean isSame(Roles roles) {
    boolean isSame =
        isSame(roles.logits(), expectedRoles.logits())
            && isSame(roles.featureVector(), expectedRoles.featureVector());
    for (Map.Entry<String, Role> endpoint : roles.endpoints().entrySet()) {
      Role counterpart = expectedRoles.endpoints().get(endpoint.getKey());
      isSame = isSame && isSame(Optional.of(endpoint.getValue()), Optional.ofNullable(counterpart));
    }
    return isSame;
  }

  private boolean isSame(Optional<Role> role, Optional<Role> counterpart) {
    if (role.isEmpty()) {
      return true;
    }
    return counterpart.isPresent()
        && number(found, role.get()).isPresent()
        && number(found, role.get()).equals(number(expected, counterpart.get()));
  }

  private Optional<Integer> number(Side side, Role role) {
    return side.byImages()
        .computeIfAbsent(
            role.images(), images -> new TensorIdentity(table, side.graph(), images, classes))
        .of(role.tensor());
  }

  /** One of the two graphs, with the tensor identities found for each image input. */
  private record Side(GraphIndex graph, Map<String, TensorIdentity> byImages) {}
}
