package io.github.inceptionv2.internal.graph;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/** Finds the variables that a graph's handles refer to. */
public final class VariableHandles {

  private static final AttrValue NO_NAME = AttrValue.getDefaultInstance();

  private VariableHandles() {}

  /**
   * Returns a variable's key in a checkpoint: its shared name, or the name of the handle if the
   * shared name is empty. TensorFlow itself treats all handles with an empty shared name as one
   * variable, so graphs for TensorFlow contain {@link #named} handles.
   */
  public static String sharedName(NodeDef handle) {
    String name = handle.getAttrOrDefault("shared_name", NO_NAME).getS().toStringUtf8();
    return name.isEmpty() ? handle.getName() : name;
  }

  /**
   * Returns {@code handle} with an explicit {@link #sharedName}, so that handles of different names
   * have different variables.
   */
  static NodeDef named(NodeDef handle) {
    return handle.toBuilder()
        .putAttr(
            "shared_name",
            AttrValue.newBuilder().setS(ByteString.copyFromUtf8(sharedName(handle))).build())
        .removeAttr("container")
        .build();
  }

  /**
   * Returns the shapes of the graph's variables by their shared name, which is the key in the
   * checkpoint.
   */
  public static Map<String, List<Long>> shapes(GraphDef graph) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (NodeDef node : graph.getNodeList()) {
      if (node.getOp().equals("VarHandleOp")) {
        List<Long> shape =
            node
                .getAttrOrDefault("shape", AttrValue.getDefaultInstance())
                .getShape()
                .getDimList()
                .stream()
                .map(TensorShapeProto.Dim::getSize)
                .toList();
        shapes.put(sharedName(node), shape);
      }
    }
    return shapes;
  }
}
