package io.github.inceptionv2.internal.network;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * Computes the gradient of a 1x1 convolution with respect to its input as another 1x1 convolution
 * with the filter transposed: the same sums in a different operation.
 *
 * <p>oneDNN 3.5, which is part of TensorFlow 2.18, computes {@code Conv2DBackpropInput} incorrectly
 * on some AVX-512 processors. On an AMD EPYC with an L1 cache of 48 KB, the result was incorrect
 * for 1x1 filters if the input had more than 768 channels, not a multiple of 48, and at most 49
 * positions. With {@code ONEDNN_MAX_CPU_ISA=AVX2}, the result was correct. {@code Mixed_5c} and the
 * logits are such layers: explanations were off by 50 %. Convolutions of the same sizes are correct
 * on that processor.
 */
public final class PointwiseGradients {

  private static final String CONVOLUTION = "Conv2D";
  private static final String GRADIENT = "Conv2DBackpropInput";
  private static final int FILTER = 1;
  private static final int INCOMING = 2;

  private final Map<String, NodeDef> nodes = new HashMap<>();

  private PointwiseGradients(GraphDef graph) {
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
  }

  /** Returns {@code graph} with convolutions in place of these gradients. */
  public static GraphDef in(GraphDef graph) {
    PointwiseGradients gradients = new PointwiseGradients(graph);
    GraphDef.Builder changed = graph.toBuilder().clearNode();
    graph.getNodeList().stream().flatMap(gradients::replacement).forEach(changed::addNode);
    return changed.build();
  }

  private Stream<NodeDef> replacement(NodeDef node) {
    return node.getOp().equals(GRADIENT) && isDense(node) && isPointwise(node.getInput(FILTER))
        ? convolution(node)
        : Stream.of(node);
  }

  private static boolean isDense(NodeDef node) {
    return node.getAttrOrThrow("strides").getList().getIList().stream().allMatch(one -> one == 1);
  }

  /** Returns true if the filter is read from a variable of height and width 1. */
  private boolean isPointwise(String filter) {
    NodeDef source = nodes.get(filter.replaceFirst(":0$", ""));
    while (source != null && List.of("Identity", "ReadVariableOp").contains(source.getOp())) {
      source = nodes.get(source.getInput(0).replaceFirst(":0$", ""));
    }
    if (source == null || !source.getOp().equals("VarHandleOp")) {
      return false;
    }
    var shape = source.getAttrOrThrow("shape").getShape();
    return shape.getDimCount() == 4
        && shape.getDim(0).getSize() == 1
        && shape.getDim(1).getSize() == 1;
  }

  /** Returns the nodes of the convolution, which swaps the filter's input and output channels. */
  private static Stream<NodeDef> convolution(NodeDef gradient) {
    String name = gradient.getName();
    AttrValue floats = gradient.getAttrOrThrow("T");
    TensorProto.Builder order = TensorProto.newBuilder().setDtype(DataType.DT_INT32);
    order.setTensorShape(GraphWriter.shape(List.of(4L))).addAllIntVal(List.of(0, 1, 3, 2));
    NodeDef permutation =
        NodeDef.newBuilder()
            .setOp("Const")
            .setName(name + "/permutation")
            .putAttr("dtype", type(DataType.DT_INT32))
            .putAttr("value", AttrValue.newBuilder().setTensor(order).build())
            .build();
    NodeDef transposed =
        NodeDef.newBuilder()
            .setOp("Transpose")
            .setName(name + "/filter")
            .addInput(gradient.getInput(FILTER))
            .addInput(permutation.getName())
            .putAttr("T", floats)
            .putAttr("Tperm", type(DataType.DT_INT32))
            .build();
    NodeDef.Builder convolved =
        NodeDef.newBuilder()
            .setOp(CONVOLUTION)
            .setName(name)
            .setDevice(gradient.getDevice())
            .addInput(gradient.getInput(INCOMING))
            .addInput(transposed.getName())
            .putAttr("T", floats)
            .putAttr("strides", gradient.getAttrOrThrow("strides"))
            .putAttr(
                "padding", AttrValue.newBuilder().setS(ByteString.copyFromUtf8("VALID")).build());
    gradient.getInputList().stream().skip(INCOMING + 1).forEach(convolved::addInput);
    return Stream.of(permutation, transposed, convolved.build());
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }
}
