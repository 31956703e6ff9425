package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.graph.VariableHandles;
import io.github.inceptionv2.internal.network.GraphWriter;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Sets the values of a graph's variables, by name.
 *
 * <p>Hub modules have no {@code saver_def}, so TensorFlow's own loader succeeds without restoring
 * anything, and their {@code Assign} nodes hold random numbers. Therefore this class adds an
 * assignment from a placeholder for each variable, and runs all assignments at once.
 */
public final class VariableRestore {

  private static final String SCOPE = "inception_v2_restore";

  private final Map<String, String> placeholders = new LinkedHashMap<>();
  private final Map<String, DataType> types = new LinkedHashMap<>();
  private final List<String> assignments = new ArrayList<>();
  private final GraphDef graph;

  /** A source of variables' values in C order. */
  public interface Source {
    float[] read(String name) throws IOException;
  }

  /** Adds assignments to {@code graph} for its variables. */
  public VariableRestore(GraphDef graph) {
    GraphWriter nodes = new GraphWriter(graph);
    for (NodeDef node : graph.getNodeList()) {
      if (node.getOp().equals("VarHandleOp")) {
        add(nodes, node);
      }
    }
    this.graph = nodes.build();
  }

  private void add(GraphWriter nodes, NodeDef handle) {
    if (placeholders.containsKey(VariableHandles.sharedName(handle))) {
      return; // another handle of the same variable
    }
    String scope = SCOPE + "/" + placeholders.size() + "/";
    DataType type = handle.getAttrOrThrow("dtype").getType();
    placeholders.put(VariableHandles.sharedName(handle), scope + "value");
    types.put(VariableHandles.sharedName(handle), type);
    assignments.add(
        nodes
            .node("AssignVariableOp", scope + "Assign")
            .in(handle.getName(), value(nodes, scope, type))
            .type("dtype", type)
            .add());
  }

  /**
   * Returns the tensor to assign. Types without tensors in TensorFlow Java are fed as bytes, which
   * are not copied.
   */
  private static String value(GraphWriter nodes, String scope, DataType type) {
    boolean isFloat = type == DataType.DT_FLOAT;
    String value =
        nodes
            .node("Placeholder", scope + "value")
            .type("dtype", isFloat ? type : DataType.DT_UINT8)
            .add();
    return isFloat
        ? value
        : nodes
            .node("Bitcast", scope + "Bitcast")
            .in(value)
            .type("T", DataType.DT_UINT8)
            .type("type", type)
            .add();
  }

  /** Returns the graph with the assignments. */
  public GraphDef graph() {
    return graph;
  }

  /** Assigns all variables in {@code session}, which runs {@link #graph}. */
  public void run(GraphSession session, Source source, List<VariableSpec> variables)
      throws IOException {
    try (NativeScope scope = new NativeScope()) {
      Map<String, Tensor> feeds = new LinkedHashMap<>();
      for (VariableSpec variable : variables) {
        Tensor value =
            Tensors.of(source.read(variable.name()), variable.shape(), types.get(variable.name()));
        feeds.put(placeholders.get(variable.name()), scope.add(value));
      }
      session.run(feeds, List.of(), assignments).close();
    }
  }
}
