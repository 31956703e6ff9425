package io.github.inceptionv2.internal.network;

import java.util.List;
import org.tensorflow.proto.DataType;

/** Writes dropout as TensorFlow 1.12 did: scale by 1/keep, zero where floor(keep + random) is 0. */
final class DropoutWriter {

  private final GraphWriter nodes;
  private final String scope;

  DropoutWriter(GraphWriter nodes, String scope) {
    this.nodes = nodes;
    this.scope = scope;
  }

  /** The scalar that can be fed to keep another share; at 1 nothing is dropped or scaled. */
  String keepProbability() {
    return scope + "dropout/keep_prob";
  }

  /** What is drawn for each feature; feeding it makes dropout repeatable. */
  String noise() {
    return scope + "dropout/random_uniform";
  }

  /** What is left of dropout in inference, under the name TF-Slim gives it. */
  String addIdentity(String input) {
    return nodes.node("Identity", scope + "Identity").in(input).type("T", DataType.DT_FLOAT).add();
  }

  /**
   * Adds dropout of {@code input}, shape [batch, 1, 1, features].
   *
   * @param images what the batch size is read from; reading it from {@code input} would lay random
   *     numbers on the path that gradients are asked for
   */
  String add(String input, String images) {
    String name = scope + "dropout/";
    String keep = nodes.constant(keepProbability(), Architecture.DROPOUT_KEEP_PROBABILITY);
    String random =
        nodes
            .node("RandomUniform", noise())
            .in(shape(name, images))
            .type("T", DataType.DT_INT32)
            .type("dtype", DataType.DT_FLOAT)
            .add();
    String raised = floats("Add", name + "add", keep, random);
    String kept = nodes.node("Floor", name + "Floor").in(raised).type("T", DataType.DT_FLOAT).add();
    String scaled = floats("RealDiv", name + "div", input, keep);
    return floats("Mul", name + "mul", scaled, kept);
  }

  /** The batch size of {@code images}, then 1, 1 and the number of features. */
  private String shape(String name, String images) {
    String whole =
        nodes.node("Shape", name + "Shape").in(images).type("T", DataType.DT_FLOAT).add();
    String begin = nodes.vector(name + "Slice/begin", List.of(0));
    String size = nodes.vector(name + "Slice/size", List.of(1));
    String batch =
        nodes
            .node("Slice", name + "Slice")
            .in(whole, begin, size)
            .type("T", DataType.DT_INT32)
            .type("Index", DataType.DT_INT32)
            .add();
    String rest = nodes.vector(name + "concat/rest", List.of(1, 1, Architecture.FEATURES));
    String axis = nodes.constant(name + "concat/axis", 0);
    return nodes
        .node("ConcatV2", name + "concat")
        .in(batch, rest, axis)
        .type("T", DataType.DT_INT32)
        .integer("N", 2)
        .add();
  }

  private String floats(String op, String name, String left, String right) {
    return nodes.node(op, name).in(left, right).type("T", DataType.DT_FLOAT).add();
  }
}
