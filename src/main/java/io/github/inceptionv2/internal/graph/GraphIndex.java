package io.github.inceptionv2.internal.graph;

import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** A graph's nodes by name, and the dependencies between them. */
public final class GraphIndex {

  private final GraphDef graph;
  private final Map<String, NodeDef> nodes = new HashMap<>();

  /**
   * Indexes the graph of {@code file}.
   *
   * @throws ModelFormatException if two nodes have the same name
   */
  public GraphIndex(Path file, GraphDef graph) throws ModelFormatException {
    this.graph = graph;
    for (NodeDef node : graph.getNodeList()) {
      if (nodes.put(node.getName(), node) != null) {
        throw new ModelFormatException(
            file, "has two nodes named " + node.getName() + "; copy the whole module again");
      }
    }
  }

  /** Returns all nodes in the order of the file. */
  List<NodeDef> nodes() {
    return graph.getNodeList();
  }

  /** Returns the node with this name, or null if there is none. */
  NodeDef node(String name) {
    return nodes.get(name);
  }

  /** Returns the node of a tensor ({@code node:output} or {@code node}) or of a control input. */
  static String nodeOf(String tensor) {
    String name = tensor.startsWith("^") ? tensor.substring(1) : tensor;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** Returns the index of a tensor among the outputs of its node. */
  static String outputOf(String tensor) {
    int colon = tensor.indexOf(':');
    return colon < 0 ? "0" : tensor.substring(colon + 1);
  }

  /**
   * Returns the part of the graph that is run to compute {@code roles}, with the handles of all
   * variables. Nodes that initialize, save or train are not run and are omitted.
   */
  public GraphDef pruned(Collection<Role> roles) {
    Set<String> needed = reachable(roles.stream().map(Role::tensor).toList());
    roles.forEach(role -> needed.add(nodeOf(role.images())));
    GraphDef.Builder pruned = graph.toBuilder().clearNode();
    for (NodeDef node : graph.getNodeList()) {
      if (needed.contains(node.getName()) || node.getOp().equals("VarHandleOp")) {
        pruned.addNode(node.getOp().equals("VarHandleOp") ? VariableHandles.named(node) : node);
      }
    }
    return pruned.build();
  }

  private Set<String> reachable(List<String> tensors) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    tensors.forEach(tensor -> open.push(nodeOf(tensor)));
    while (!open.isEmpty()) {
      String name = open.pop();
      NodeDef node = nodes.get(name);
      if (node != null && seen.add(name)) {
        node.getInputList().forEach(input -> open.push(nodeOf(input)));
      }
    }
    return seen;
  }
}
