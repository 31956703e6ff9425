package io.github.inceptionv2.internal.network;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.List;

/** Writes the layers of a network whose operations depend on how its weights are kept. */
interface LayerWriter {

  /** Writes the separable stem with its biases and ReLU, and returns the result's name. */
  String stem(String path, SeparableConvolution stem, String input, long channels);

  /** Writes a convolution with its batch norm and ReLU, and returns the result's name. */
  String convolution(String path, Convolution convolution, String input, long channels);

  /** Writes the convolution that is the logits, with its biases, and returns the result's name. */
  String logits(String input, long channels, int classes);

  /** Writes a pooling and returns the result's name. */
  String pool(String name, Pool pool, String input);

  /** Writes the concatenation of {@code ends} along {@code axis} and returns the result's name. */
  String join(String name, List<String> ends, String axis);

  /** Returns the name of {@code tensor} in float32, which is written once. */
  String floats(String tensor);
}
