package io.github.inceptionv2.internal.network;

import java.util.List;

/**
 * A float32 variable of the network.
 *
 * @param name TF-Slim's name, which is also the key in a checkpoint
 * @param shape TensorFlow's layout: convolutions are height, width, input and output channels
 * @param trainable false for moving averages
 */
public record VariableSpec(
    String name, List<Long> shape, boolean trainable, Initializer initializer) {

  public VariableSpec {
    shape = List.copyOf(shape);
  }

  /** Whether it belongs to the logits, whose number depends on the classes. */
  public boolean isOfLogits() {
    return name.startsWith(Architecture.SCOPE + "/Logits/");
  }

  /** The number of floats. */
  public int size() {
    return Math.toIntExact(
        shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
  }

  /** The name of the node that holds the initial value in a graph built here. */
  public String initialValue() {
    return name + "/Initializer/" + initializer.nodeName();
  }
}
