package io.github.inceptionv2.internal.network;

import com.google.protobuf.ByteString;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Replaces TensorFlow's kernels in a graph, including those of gradients, by oneDNN's.
 *
 * <p>TensorFlow does the same on the few processors where it uses oneDNN by default ({@code
 * mkl_layout_pass.cc}). Operations that do not occur in this network stay unchanged.
 */
public final class OneDnnNames {

  /** The label under which TensorFlow registers the kernels. */
  static final String LABEL = "MklNameChangeOp";

  private static final String PREFIX = "_MklNative";
  private static final String MAX_POOL = "MaxPool";
  private static final String MAX_POOL_GRAD = "MaxPoolGrad";

  private static final Set<String> RENAMED =
      Set.of(
          "Conv2D",
          "Conv2DBackpropInput",
          "Conv2DBackpropFilter",
          "DepthwiseConv2dNative",
          "DepthwiseConv2dNativeBackpropFilter",
          "FusedBatchNormV3",
          "FusedBatchNormGradV3",
          "AvgPool",
          "AvgPoolGrad",
          MAX_POOL,
          MAX_POOL_GRAD);

  private OneDnnNames() {}

  /** Returns {@code graph} with oneDNN's kernels. */
  public static GraphDef in(GraphDef graph) {
    GraphDef.Builder named = graph.toBuilder();
    named.getNodeBuilderList().stream().filter(OneDnnNames::isRenamed).forEach(OneDnnNames::rename);
    return named.build();
  }

  private static boolean isRenamed(NodeDef.Builder node) {
    return RENAMED.contains(node.getOp())
        && node.getAttrOrThrow("T").getType() == DataType.DT_FLOAT;
  }

  private static void rename(NodeDef.Builder node) {
    String op = node.getOp();
    node.setOp(PREFIX + op).putAttr("_kernel", text(LABEL));
    if (op.equals(MAX_POOL_GRAD)) {
      // The forward pass returns the position of each maximum as its second output.
      String maxima = node.getInput(1);
      node.addInput(maxima.replaceAll(":0$", "") + ":1");
    }
    if (op.equals(MAX_POOL) || op.equals(MAX_POOL_GRAD)) {
      node.putAttr("workspace_enabled", AttrValue.newBuilder().setB(true).build());
      node.removeAttr("explicit_paddings");
    }
  }

  private static AttrValue text(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }
}
