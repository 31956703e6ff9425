package io.github.inceptionv2.internal.module;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Finds the share that dropout keeps, by its form rather than by names.
 *
 * <p>When Hub's modules were made, TensorFlow wrote dropout as {@code x / keep * floor(keep +
 * random)}. A session takes a feed for any tensor, including the constant that is used in both
 * places: at 1 nothing is dropped or scaled. Later versions compare the random numbers with a rate,
 * so nothing is found in their graphs.
 */
final class KeepProbability {

  private static final Set<String> SUMS = Set.of("Add", "AddV2");

  private KeepProbability() {}

  /** Returns the tensor if {@code graph} has exactly one dropout of that form. */
  static Optional<String> find(GraphDef graph) {
    Map<String, NodeDef> nodes = new HashMap<>();
    Set<String> divisors = new HashSet<>();
    for (NodeDef node : graph.getNodeList()) {
      nodes.put(node.getName(), node);
      if (node.getOp().equals("RealDiv")) {
        node.getInputList().stream().skip(1).map(KeepProbability::node).forEach(divisors::add);
      }
    }
    List<String> found =
        graph.getNodeList().stream()
            .filter(node -> node.getOp().equals("Floor"))
            .flatMap(floor -> floor.getInputList().stream())
            .map(input -> nodes.get(node(input)))
            .filter(sum -> sum != null && SUMS.contains(sum.getOp()))
            .flatMap(sum -> sum.getInputList().stream())
            .map(KeepProbability::node)
            .filter(name -> divisors.contains(name) && isConstant(nodes.get(name)))
            .distinct()
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0) + ":0") : Optional.empty();
  }

  private static boolean isConstant(NodeDef node) {
    return node != null && node.getOp().equals("Const");
  }

  /** Returns the node of a tensor, whose name may end with {@code :0}. */
  static String node(String tensor) {
    int colon = tensor.indexOf(':');
    return colon < 0 ? tensor : tensor.substring(0, colon);
  }
}
