package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.network.VariableSpec;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A graph in which constants replace small variables. Reading a variable takes some microseconds
 * per run, which is noticeable in an integer network with three small variables for each of 70
 * layers.
 *
 * @param variables the remaining variables
 */
record SmallConstants(GraphDef graph, List<VariableSpec> variables) {

  /** The maximum number of channels in the network; weights have far more floats. */
  private static final int MAX_FLOATS = 1024;

  /**
   * Replaces all vectors among {@code variables} with constants whose values come from {@code
   * source}.
   */
  static SmallConstants in(
      GraphDef graph, List<VariableSpec> variables, VariableRestore.Source source)
      throws IOException {
    Set<String> floats =
        graph.getNodeList().stream()
            .filter(node -> node.getOp().equals("VarHandleOp"))
            .filter(node -> node.getAttrOrThrow("dtype").getType() == DataType.DT_FLOAT)
            .map(NodeDef::getName)
            .collect(Collectors.toSet());
    Set<String> vectors =
        variables.stream()
            .filter(variable -> variable.shape().size() == 1 && variable.size() <= MAX_FLOATS)
            .map(VariableSpec::name)
            .filter(floats::contains)
            .collect(Collectors.toSet());
    List<VariableSpec> rest =
        variables.stream().filter(variable -> !vectors.contains(variable.name())).toList();
    GraphDef.Builder constants = graph.toBuilder().clearNode();
    for (NodeDef node : graph.getNodeList()) {
      boolean isRead = node.getOp().equals("ReadVariableOp");
      if (isRead && vectors.contains(node.getInput(0))) {
        String variable = node.getInput(0);
        constants.addNode(constant(node.getName(), source.read(variable)));
      } else if (!vectors.contains(node.getName())) {
        constants.addNode(node);
      }
    }
    return new SmallConstants(constants.build(), rest);
  }

  private static NodeDef constant(String name, float[] values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(
                TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(values.length)));
    for (float value : values) {
      tensor.addFloatVal(value);
    }
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Const")
        .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
        .build();
  }
}
