package io.github.inceptionv2.internal.network;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;

/** Writes those layers of the network that have weights, up to their ReLU. */
interface WeightedLayers {

  /** Writes the separable stem with its biases and returns the result's name. */
  String stem(String path, SeparableConvolution stem, String input, long channels);

  /** Writes a convolution with its batch norm and returns the result's name. */
  String convolution(String path, Convolution convolution, String input, long channels);

  /** Writes the convolution that is the logits, with its biases, and returns the result's name. */
  String logits(String input, long channels, int classes);
}
