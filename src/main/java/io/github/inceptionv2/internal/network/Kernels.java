package io.github.inceptionv2.internal.network;

/**
 * Which of TensorFlow's kernels compute a folded network.
 *
 * <p>TensorFlow's own optimizer would fuse operations too. It is left out, as it makes a model
 * start later and hold more memory, and it turns to oneDNN only where an environment variable says
 * so. Operations can be named, though, as it would name them.
 */
public enum Kernels {
  /** An operation for each step, which all devices have. */
  SEPARATE,
  /** Convolution, bias and ReLU in one, on the CPU. */
  FUSED,
  /** The same by oneDNN, which must be built in, on the CPU. */
  ONEDNN
}
