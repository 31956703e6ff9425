package io.github.inceptionv2.internal.network;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Pool;

/**
 * Sets the windows of convolutions and pooling layers, with SAME padding. {@link QuantizedLayers}
 * replaces the padding of the stem.
 */
final class Windows {

  private static final int POOL = 3;

  private Windows() {}

  static GraphWriter.Node of(GraphWriter.Node node, Convolution convolution) {
    return strides(node, convolution.stride());
  }

  static GraphWriter.Node of(GraphWriter.Node node, Pool pool) {
    return strides(node.integers("ksize", 1, POOL, POOL, 1), pool.stride());
  }

  private static GraphWriter.Node strides(GraphWriter.Node node, int stride) {
    return node.integers("strides", 1, stride, stride, 1).text("padding", "SAME");
  }
}
