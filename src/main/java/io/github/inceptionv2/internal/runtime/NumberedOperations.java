package io.github.inceptionv2.internal.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Adds operations with generated names, which consist of a prefix, the type and a number.
 *
 * <p>TensorFlow Java's {@code Ops} numbers operations in the digits of the default locale.
 * TensorFlow rejects names with digits other than 0 to 9, such as those of {@code ar-EG}. Not
 * thread-safe.
 */
public final class NumberedOperations {

  private final Operations operations;
  private final String prefix;
  private final Map<String, Integer> counts = new HashMap<>();

  /** Adds operations to {@code graph}, which must have no other names under {@code prefix}. */
  public NumberedOperations(Graph graph, String prefix) {
    this.operations = new Operations(graph);
    this.prefix = prefix;
  }

  /** Starts an operation that has attributes. */
  public OperationBuilder begin(String type, Output<?>... inputs) {
    return operations.begin(type, name(type), inputs);
  }

  /** Adds an operation and returns its first output. */
  public Output<?> add(String type, Output<?>... inputs) {
    return begin(type, inputs).build().output(0);
  }

  /** Adds an operation whose input is a list, and returns its first output. */
  public Output<?> addOfList(String type, List<Output<?>> inputs) {
    return begin(type).addInputList(inputs.toArray(Output<?>[]::new)).build().output(0);
  }

  /** Adds a float32 scalar. */
  public Output<?> constant(float value) {
    return constant(TFloat32.scalarOf(value));
  }

  /** Adds an int32 scalar. */
  public Output<?> constant(int value) {
    return constant(TInt32.scalarOf(value));
  }

  /** Adds an int32 vector. */
  public Output<?> vector(int... values) {
    return constant(TInt32.vectorOf(values));
  }

  private Output<?> constant(Tensor value) {
    return operations.constant(name("Const"), value);
  }

  private String name(String type) {
    return prefix + "/" + type + "_" + counts.merge(type, 1, Integer::sum);
  }
}
