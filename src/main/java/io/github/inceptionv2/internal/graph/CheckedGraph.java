package io.github.inceptionv2.internal.graph;

import static io.github.inceptionv2.internal.graph.OpAttributes.describe;

import io.github.inceptionv2.internal.network.GraphWriter;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * Rewrites the part of a foreign graph that TensorFlow runs. Each node has only the attributes that
 * its operation has in this network, and comes after its inputs.
 *
 * <p>Control inputs, devices, functions and attributes for TensorFlow's runtime are removed. Images
 * enter through new placeholders, and variables have the shapes of this network. A placeholder with
 * a default could hide a shape, so its default replaces it.
 */
final class CheckedGraph {

  /** The node names that TensorFlow accepts, limited in length. */
  private static final String NAME = "[A-Za-z0-9.][A-Za-z0-9_>./\\\\-]{0,999}";

  private final GraphIndex graph;
  private final Map<String, VariableSpec> variables;
  private final Set<String> images;
  private final int maxNodes;
  private final GraphWriter writer = new GraphWriter();
  private final Set<String> written = new HashSet<>();

  private CheckedGraph(
      GraphIndex graph, Collection<Role> roles, List<VariableSpec> variables, int maxNodes) {
    this.graph = graph;
    this.maxNodes = maxNodes;
    this.images =
        roles.stream().map(role -> GraphIndex.nodeOf(role.images())).collect(Collectors.toSet());
    this.variables = new HashMap<>();
    variables.forEach(variable -> this.variables.put(variable.name(), variable));
  }

  /**
   * Returns the nodes that compute {@code roles}, and the handles of all variables.
   *
   * @param maxNodes the maximum number of nodes
   * @throws RefusedGraphException if one of the nodes could not occur in this network
   */
  static GraphDef of(
      GraphIndex graph, Collection<Role> roles, List<VariableSpec> variables, int maxNodes) {
    CheckedGraph checked = new CheckedGraph(graph, roles, variables, maxNodes);
    for (Role role : roles) {
      checked.checkTensor(role.images());
      checked.checkTensor(role.tensor());
      checked.write(GraphIndex.nodeOf(role.images()));
      checked.write(GraphIndex.nodeOf(role.tensor()));
    }
    for (NodeDef node : graph.nodes()) {
      if (node.getOp().equals("VarHandleOp")) {
        checked.write(node.getName());
      }
    }
    return checked.writer.build();
  }

  private void checkTensor(String tensor) {
    NodeDef node = graph.node(GraphIndex.nodeOf(tensor));
    if (tensor.startsWith("^") || node == null || !GraphIndex.outputOf(tensor).equals("0")) {
      throw new RefusedGraphException(
          "a signature names tensor " + tensor + ", which the graph does not have");
    }
  }

  /** Writes a node after its inputs. This is not recursive, because a graph may be a long chain. */
  private void write(String name) {
    Deque<String> open = new ArrayDeque<>(List.of(name));
    Set<String> begun = new HashSet<>();
    while (!open.isEmpty()) {
      NodeDef node = graph.node(open.peek());
      List<String> missing = written.contains(node.getName()) ? List.of() : missingInputs(node);
      if (missing.isEmpty()) {
        open.pop();
        if (written.add(node.getName())) {
          add(node);
        }
      } else if (begun.add(node.getName())) {
        missing.forEach(open::push);
      } else {
        throw new RefusedGraphException(
            "TensorFlow does not accept the graph: " + describe(node) + " depends on itself");
      }
    }
  }

  private List<String> missingInputs(NodeDef node) {
    List<String> inputs = inputs(node);
    for (String input : inputs) {
      if (graph.node(input) == null) {
        throw new RefusedGraphException(
            "TensorFlow does not accept the graph: "
                + describe(node)
                + " takes "
                + input
                + ", which does not exist");
      }
    }
    return inputs.stream().filter(input -> !written.contains(input)).toList();
  }

  /** Returns the inputs of {@code node}; none if the node is for images, which are fed. */
  private List<String> inputs(NodeDef node) {
    if (images.contains(node.getName())) {
      return List.of();
    }
    List<String> inputs = node.getInputList().stream().filter(in -> !in.startsWith("^")).toList();
    for (String input : inputs) {
      if (!GraphIndex.outputOf(input).equals("0")) {
        throw new RefusedGraphException(
            describe(node)
                + " takes "
                + input
                + ", expected the first output of a node; this network uses no other outputs");
      }
    }
    return inputs.stream().map(GraphIndex::nodeOf).toList();
  }

  private void add(NodeDef node) {
    if (written.size() > maxNodes) {
      throw new RefusedGraphException(
          "it runs more than "
              + maxNodes
              + " operations, "
              + GraphLimits.NODES
              + " times as many as Inception V2 needs");
    } else if (!node.getName().matches(NAME)) {
      throw new RefusedGraphException(
          "TensorFlow does not accept the graph: a node has the invalid name " + node.getName());
    }
    writer.add(written(node).addAllInput(inputs(node)).build());
  }

  private NodeDef.Builder written(NodeDef node) {
    if (images.contains(node.getName())) {
      return images(node);
    }
    return switch (node.getOp()) {
      case "Const" -> constant(node);
      case "VarHandleOp" -> handle(node);
      case "PlaceholderWithDefault" -> theDefault(node);
      default -> {
        if (!OpAttributes.knows(node.getOp())) {
          throw new RefusedGraphException(
              describe(node) + " would run, but Inception V2 has no such operation");
        }
        yield OpAttributes.checked(node);
      }
    };
  }

  private static NodeDef.Builder images(NodeDef node) {
    if (node.getOp().equals("VarHandleOp")) {
      throw new RefusedGraphException(
          describe(node) + " is the image input of a signature, expected a placeholder");
    }
    return begin(node, "Placeholder")
        .putAttr("dtype", type(DataType.DT_FLOAT))
        .putAttr(
            "shape",
            AttrValue.newBuilder().setShape(GraphWriter.shape(List.of(-1L, -1L, -1L, 3L))).build());
  }

  private NodeDef.Builder handle(NodeDef node) {
    VariableSpec variable = variables.get(VariableHandles.sharedName(node));
    if (variable == null) {
      throw new RefusedGraphException(describe(node) + " is not a variable of Inception V2");
    }
    return begin(node, "VarHandleOp")
        .putAttr("shared_name", VariableHandles.named(node).getAttrOrThrow("shared_name"))
        .putAttr("dtype", type(DataType.DT_FLOAT))
        .putAttr(
            "shape", AttrValue.newBuilder().setShape(GraphWriter.shape(variable.shape())).build());
  }

  private static NodeDef.Builder theDefault(NodeDef node) {
    return OpAttributes.checked(
        begin(node, "Identity")
            .putAttr("T", node.getAttrOrDefault("dtype", AttrValue.getDefaultInstance()))
            .build());
  }

  private static NodeDef.Builder constant(NodeDef node) {
    TensorProto value =
        CheckedConstant.of(
            node, node.getAttrOrDefault("value", AttrValue.getDefaultInstance()).getTensor());
    return begin(node, "Const")
        .putAttr("dtype", type(value.getDtype()))
        .putAttr("value", AttrValue.newBuilder().setTensor(value).build());
  }

  private static NodeDef.Builder begin(NodeDef node, String op) {
    return NodeDef.newBuilder().setName(node.getName()).setOp(op);
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }
}
