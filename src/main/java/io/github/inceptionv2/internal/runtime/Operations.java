package io.github.inceptionv2.internal.runtime;

import org.tensorflow.Graph;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * Adds operations to a graph by TensorFlow's names.
 *
 * <p>TensorFlow Java's {@code Ops} does the same with a class for each operation and each group of
 * operations. Loading these classes takes a fifth of a second, in every process that reads an
 * image.
 */
public final class Operations {

  private final Graph graph;

  /** Adds operations to {@code graph}. */
  public Operations(Graph graph) {
    this.graph = graph;
  }

  /** Starts an operation that has attributes. */
  public OperationBuilder begin(String type, String name, Output<?>... inputs) {
    OperationBuilder operation = graph.opBuilder(type, name, graph.baseScope());
    for (Output<?> input : inputs) {
      operation.addInput(input);
    }
    return operation;
  }

  /** Adds an operation and returns its first output. */
  public Output<?> add(String type, String name, Output<?>... inputs) {
    return begin(type, name, inputs).build().output(0);
  }

  /** Adds a placeholder; -1 is a dimension of unknown length. */
  public Output<?> placeholder(String name, DataType type, long... shape) {
    return begin("Placeholder", name)
        .setAttr("dtype", type)
        .setAttr("shape", Shape.of(shape))
        .build()
        .output(0);
  }

  /** Adds {@code value} and closes it. */
  public Output<?> constant(String name, Tensor value) {
    try (value) {
      return begin("Const", name)
          .setAttr("dtype", value.dataType())
          .setAttr("value", value)
          .build()
          .output(0);
    }
  }
}
