/**
 * The network as an ONNX file, for other runtimes. This package neither runs the network nor needs
 * TensorFlow's native library.
 */
package io.github.inceptionv2.internal.onnx;
