package io.github.inceptionv2.internal.network;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.DataType;

/**
 * Writes resource variables with the nodes that TensorFlow 1.x adds to each: initial value, {@code
 * Assign}, {@code IsInitialized} and {@code Read}. A {@code VariableDef} names these nodes.
 */
final class VariableWriter {

  private final GraphWriter nodes;
  private final List<VariableSpec> written;

  VariableWriter(GraphWriter nodes, List<VariableSpec> written) {
    this.nodes = nodes;
    this.written = written;
  }

  /** Adds a variable and returns its handle. */
  String add(String name, boolean trainable, Initializer initializer, long... shape) {
    VariableSpec variable = specify(name, trainable, initializer, shape);
    String initial = initialValue(variable);
    addHandle(variable, DataType.DT_FLOAT);
    nodes.node("VarIsInitializedOp", name + "/IsInitialized/VarIsInitializedOp").in(name).add();
    nodes
        .node("AssignVariableOp", name + "/Assign")
        .in(name, initial)
        .type("dtype", DataType.DT_FLOAT)
        .add();
    read(name + "/Read/ReadVariableOp", name);
    return name;
  }

  /** Adds only the handle of a variable. Its value must be assigned before the network runs. */
  String addBare(String name, DataType type, long... shape) {
    return addHandle(specify(name, false, Initializer.Constant.ZEROS, shape), type);
  }

  private VariableSpec specify(
      String name, boolean trainable, Initializer initializer, long... shape) {
    List<Long> sizes = Arrays.stream(shape).boxed().toList();
    VariableSpec variable = new VariableSpec(name, sizes, trainable, initializer);
    written.add(variable);
    return variable;
  }

  private String addHandle(VariableSpec variable, DataType type) {
    return nodes
        .node("VarHandleOp", variable.name())
        .type("dtype", type)
        .shape("shape", variable.shape())
        .text("shared_name", variable.name())
        .add();
  }

  /** Adds a read of a float32 variable under the given name and returns the value's name. */
  String read(String name, String variable) {
    return read(name, variable, DataType.DT_FLOAT);
  }

  /**
   * Adds a read of a variable of {@code type} under the given name and returns the value's name.
   */
  String read(String name, String variable, DataType type) {
    return nodes.node("ReadVariableOp", name).in(variable).type("dtype", type).add();
  }

  private String initialValue(VariableSpec variable) {
    String name = variable.initialValue();
    if (variable.initializer() instanceof Initializer.Constant constant) {
      return nodes.filled(name, constant.value(), variable.shape());
    }
    return truncatedNormal(
        name, variable.shape(), (Initializer.TruncatedNormal) variable.initializer());
  }

  private String truncatedNormal(
      String name, List<Long> shape, Initializer.TruncatedNormal normal) {
    String sizes = nodes.vector(name + "/shape", shape.stream().map(Math::toIntExact).toList());
    String mean = nodes.constant(name + "/mean", 0f);
    String deviation = nodes.constant(name + "/stddev", (float) normal.standardDeviation());
    String drawn =
        nodes
            .node("TruncatedNormal", name + "/TruncatedNormal")
            .in(sizes)
            .type("T", DataType.DT_INT32)
            .type("dtype", DataType.DT_FLOAT)
            .add();
    String scaled = binary("Mul", name + "/mul", drawn, deviation);
    return binary("Add", name, scaled, mean);
  }

  private String binary(String op, String name, String left, String right) {
    return nodes.node(op, name).in(left, right).type("T", DataType.DT_FLOAT).add();
  }
}
