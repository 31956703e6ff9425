package io.github.inceptionv2.internal.network;

import java.util.List;

/**
 * A float32 variable of the network.
 *
 * @param name TF-Slim's name, which is also the key in a checkpoint
 * @param shape the lengths in TensorFlow's layout; for a convolution: height, width, input channels
 *     and output channels
 * @param trainable false for moving averages
 */
public record VariableSpec(
    String name, List<Long> shape, boolean trainable, Initializer initializer) {

  public VariableSpec {
    shape = List.copyOf(shape);
  }

  /** Returns true if this variable belongs to the logits, so its size depends on the classes. */
  public boolean isOfLogits() {
    return name.startsWith(Architecture.SCOPE + "/Logits/");
  }

  /** Returns the number of floats. */
  public int size() {
    return Math.toIntExact(
        shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
  }

  /** Returns the name of the node that holds the initial value in this library's graphs. */
  public String initialValue() {
    return name + "/Initializer/" + initializer.nodeName();
  }
}
