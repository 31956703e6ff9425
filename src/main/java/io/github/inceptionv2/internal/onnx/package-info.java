/**
 * The network as an ONNX file, for other runtimes. Nothing here runs the network or needs
 * TensorFlow's native library.
 */
package io.github.inceptionv2.internal.onnx;
