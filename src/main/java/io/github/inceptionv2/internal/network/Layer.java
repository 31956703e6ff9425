package io.github.inceptionv2.internal.network;

import java.util.List;

/** One row of the network's table: what a layer is, before it becomes part of a graph. */
public sealed interface Layer {

  /** The layer's TF-Slim scope, relative to the layer around it, such as {@code Mixed_3b}. */
  String name();

  /**
   * A convolution without bias, then batch norm without gamma, then ReLU; SAME padding.
   *
   * @param kernel height and width in cells
   * @param depth number of output channels
   * @param initializer how fresh {@code weights} start; null for TF-Slim's variance scaling
   */
  record Convolution(String name, int kernel, int stride, int depth, Initializer initializer)
      implements Layer {}

  /**
   * The stem: a depthwise convolution, a pointwise one with bias, ReLU; no batch norm. TF-Slim's
   * arg_scope names only {@code conv2d}, so neither batch norm nor weight decay reaches it.
   *
   * @param multiplier depthwise output channels of each input channel
   */
  record SeparableConvolution(String name, int kernel, int stride, int multiplier, int depth)
      implements Layer {

    /** Returns the single convolution that computes the same, as nothing is between the two. */
    Convolution merged() {
      return new Convolution(name, kernel, stride, depth, null);
    }
  }

  /** A pooling over 3x3 cells with SAME padding; an average leaves the padding out of its count. */
  record Pool(Kind kind, String name, int stride) implements Layer {
    /** What is done with the nine cells. */
    public enum Kind {
      AVERAGE("AvgPool"),
      MAXIMUM("MaxPool");

      private final String op;

      Kind(String op) {
        this.op = op;
      }

      String op() {
        return op;
      }
    }
  }

  /** Branches that start at the same input and are concatenated along the channels. */
  record Mixed(String name, List<List<Layer>> branches) implements Layer {
    public Mixed {
      branches = List.copyOf(branches);
    }
  }
}
