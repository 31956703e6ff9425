package io.github.inceptionv2.internal.network;

import static io.github.inceptionv2.internal.network.Architecture.BASE;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Orders the operations of each {@code Mixed} module in two chains of whole branches that take
 * about the same time, as far as whole branches allow. Two threads can then share a module with one
 * hand-over.
 *
 * <p>TensorFlow runs an operation as soon as its inputs are computed. Without an order, it may
 * start the longest branch last, and it hands each branch to another thread, which takes about as
 * long as a short operation.
 */
final class Chains {

  /** The branches of each module's first chain; {@code Branch_2} for modules without an entry. */
  private static final Map<String, Set<String>> FIRST =
      Map.of(
          "Mixed_4a", Set.of("Branch_1"),
          "Mixed_5a", Set.of("Branch_1"),
          "Mixed_5b", Set.of("Branch_2", "Branch_3"),
          "Mixed_5c", Set.of("Branch_2", "Branch_3"));

  private final GraphWriter nodes;
  private String module = "";

  /** The last operation of each chain of the module, by whether it is the first chain. */
  private final Map<Boolean, String> last = new HashMap<>();

  Chains(GraphWriter nodes) {
    this.nodes = nodes;
  }

  /** Starts a node that runs after the last operation of its chain. */
  GraphWriter.Node node(String op, String name) {
    GraphWriter.Node node = nodes.node(op, name);
    String[] path = name.replace(BASE, "").split("/");
    if (!path[0].startsWith("Mixed_")) {
      return node;
    }
    if (!path[0].equals(module)) {
      module = path[0];
      last.clear();
    }
    boolean isFirst = FIRST.getOrDefault(module, Set.of("Branch_2")).contains(path[1]);
    String before = last.put(isFirst, name);
    return before == null ? node : node.after(before);
  }
}
