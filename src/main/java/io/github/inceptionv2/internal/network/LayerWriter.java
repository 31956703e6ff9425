package io.github.inceptionv2.internal.network;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.List;

/** Writes the layers of a network. The operations depend on how the weights are stored. */
interface LayerWriter {

  /** Prepares images from [0,1] for the stem, and returns the name of the result. */
  String images(String images);

  /** Writes the separable stem with its biases and ReLU, and returns the result's name. */
  String stem(String path, SeparableConvolution stem, String input, long channels);

  /** Writes a convolution with its batch norm and ReLU, and returns the result's name. */
  String convolution(String path, Convolution convolution, String input, long channels);

  /**
   * Writes the convolution that computes the logits, with its biases, and returns the result's
   * name.
   */
  String logits(String input, long channels, int classes);

  /** Writes a pooling layer and returns the result's name. */
  String pool(String name, Pool pool, String input);

  /** Writes the concatenation of {@code ends} along {@code axis} and returns the result's name. */
  String join(String name, List<String> ends, String axis);

  /** Returns the name of the float32 version of {@code tensor}, which is written only once. */
  String floats(String tensor);
}
