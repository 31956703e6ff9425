package io.github.inceptionv2.internal.graph;

import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The operations of Inception V2's graphs. Other operations can do anything that the process may
 * do: read and write files, run Python, open connections.
 */
public final class KnownOps {

  /**
   * Operations that may run. None of them has side effects; {@link GraphCheck} limits their
   * attributes, shapes and costs to those of this network.
   */
  private static final Set<String> COMPUTING =
      Set.of(
          "Add",
          "AddV2",
          "AvgPool",
          "BiasAdd",
          "ConcatV2",
          "Const",
          "Conv2D",
          "DepthwiseConv2dNative",
          "ExpandDims",
          "FusedBatchNorm",
          "FusedBatchNormV2",
          "FusedBatchNormV3",
          "Identity",
          "MaxPool",
          "Mean",
          "Mul",
          "NoOp",
          "Pack",
          "Placeholder",
          "PlaceholderWithDefault",
          "ReadVariableOp",
          "RealDiv",
          "Relu",
          "Reshape",
          "Rsqrt",
          "Shape",
          "Softmax",
          "Squeeze",
          "StopGradient",
          "StridedSlice",
          "Sub",
          "VarHandleOp");

  /**
   * Operations that exporters add: initial values, regularization, and the saver, whose operations
   * do access files. They never run, because they are removed from the graph that TensorFlow gets.
   */
  private static final Set<String> NEVER_RUN =
      Set.of(
          "AddN",
          "AssignSubVariableOp",
          "AssignVariableOp",
          "Cast",
          "Fill",
          "Floor",
          "IdentityN",
          "L2Loss",
          "MergeV2Checkpoints",
          "RandomStandardNormal",
          "RandomUniform",
          "RestoreV2",
          "SaveV2",
          "ShardedFilename",
          "Slice",
          "StringJoin",
          "TruncatedNormal",
          "VarIsInitializedOp");

  /** The maximum number of operations that a message names. */
  private static final int NAMED = 5;

  private KnownOps() {}

  /**
   * Checks that the graph of {@code file} has only known operations.
   *
   * @param run the part of the graph that is run
   * @throws ModelFormatException if the graph has other operations
   */
  public static void check(Path file, GraphDef graph, GraphDef run) throws ModelFormatException {
    Map<String, String> unknown = new TreeMap<>();
    for (NodeDef node : graph.getNodeList()) {
      if (!NEVER_RUN.contains(node.getOp())) {
        note(node, unknown);
      }
    }
    for (NodeDef node : run.getNodeList()) {
      note(node, unknown);
    }
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      function.getNodeDefList().forEach(node -> note(node, unknown));
    }
    if (!unknown.isEmpty()) {
      throw new ModelFormatException(
          file,
          "has a graph with operations that Inception V2 does not use, and that may read or write"
              + " files when the graph is run: "
              + String.join(", ", unknown.values().stream().limit(NAMED).toList())
              + (unknown.size() > NAMED ? " and others" : "")
              + "; if you trust its author, open it with ModelSource.trusted() (--trust on the"
              + " command line)");
    }
  }

  private static void note(NodeDef node, Map<String, String> unknown) {
    if (!COMPUTING.contains(node.getOp())) {
      unknown.putIfAbsent(node.getOp(), node.getOp() + " (" + node.getName() + ")");
    }
  }
}
