package io.github.inceptionv2.internal.network;

import java.util.List;

/** A row of the network's table: a layer before it becomes part of a graph. */
public sealed interface Layer {

  /** The layer's TF-Slim scope, relative to the enclosing layer, such as {@code Mixed_3b}. */
  String name();

  /**
   * A convolution without bias, then batch norm without gamma, then ReLU; SAME padding.
   *
   * @param kernel height and width of the kernel
   * @param depth number of output channels
   * @param initializer the initial {@code weights}; null for TF-Slim's variance scaling
   */
  record Convolution(String name, int kernel, int stride, int depth, Initializer initializer)
      implements Layer {}

  /**
   * The stem: a depthwise convolution, then a pointwise convolution with bias, then ReLU; no batch
   * norm. TF-Slim's arg_scope names only {@code conv2d}, so neither batch norm nor weight decay
   * applies to the stem.
   *
   * @param multiplier number of depthwise output channels for each input channel
   */
  record SeparableConvolution(String name, int kernel, int stride, int multiplier, int depth)
      implements Layer {

    /**
     * Returns a convolution that computes the same result as both: no operation is between them.
     */
    Convolution merged() {
      return new Convolution(name, kernel, stride, depth, null);
    }
  }

  /** Pooling of 3x3 windows with SAME padding. Averages ignore the padding. */
  record Pool(Kind kind, String name, int stride) implements Layer {
    /** The operation on the nine values of a window. */
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
