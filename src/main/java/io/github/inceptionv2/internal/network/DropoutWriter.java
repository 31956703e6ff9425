package io.github.inceptionv2.internal.network;

import java.util.List;
import org.tensorflow.proto.DataType;

/** Writes dropout as TensorFlow 1.12 did: x / keep, or zero where floor(keep + random) is 0. */
final class DropoutWriter {

  private final GraphWriter nodes;
  private final String scope;

  DropoutWriter(GraphWriter nodes, String scope) {
    this.nodes = nodes;
    this.scope = scope;
  }

  /**
   * Returns the name of the scalar fraction of features that dropout keeps. It can be fed; 1 turns
   * dropout off.
   */
  String keepProbability() {
    return scope + "dropout/keep_prob";
  }

  /**
   * Returns the name of the tensor of random numbers, one for each feature. Feeding it makes
   * dropout repeatable.
   */
  String noise() {
    return scope + "dropout/random_uniform";
  }

  /** Adds the identity that replaces dropout in inference, under TF-Slim's name. */
  String addIdentity(String input) {
    return nodes.node("Identity", scope + "Identity").in(input).type("T", DataType.DT_FLOAT).add();
  }

  /**
   * Adds dropout of {@code input}, shape [batch, 1, 1, features].
   *
   * @param images the tensor that provides the batch size; taking the size from {@code input} would
   *     put the random numbers on the path of the gradients
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

  /** Adds the vector [batch size of {@code images}, 1, 1, number of features]. */
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
