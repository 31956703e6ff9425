package io.github.inceptionv2.internal.network;

import org.tensorflow.proto.DataType;

/** Scales images from [0,1] to [-1,1], the range that the weights were trained on. */
final class InputScale {

  private InputScale() {}

  /** Adds the two operations and returns the name of the scaled images. */
  static String add(GraphWriter nodes, String images) {
    String two = nodes.constant("hub_input/Mul/y", 2f);
    String doubled = floats(nodes, "Mul").in(images, two).add();
    String one = nodes.constant("hub_input/Sub/y", 1f);
    return floats(nodes, "Sub").in(doubled, one).add();
  }

  private static GraphWriter.Node floats(GraphWriter nodes, String op) {
    return nodes.node(op, "hub_input/" + op).type("T", DataType.DT_FLOAT);
  }
}
