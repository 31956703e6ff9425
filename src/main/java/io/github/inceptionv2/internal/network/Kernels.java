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
  SEPARATE(NumberType.FLOAT32),
  /** Convolution, bias and ReLU in one, on the CPU. */
  FUSED(NumberType.FLOAT32),
  /** Convolution, bias and ReLU in one by oneDNN, which must be built in, on the CPU. */
  ONEDNN(NumberType.FLOAT32),
  /** oneDNN in bfloat16. A processor without such instructions ends the process. */
  ONEDNN_BFLOAT16(NumberType.BFLOAT16),
  /** oneDNN in integers of 8 bits, which needs a processor with VNNI. */
  ONEDNN_INT8(NumberType.INT8),
  /** Integers of 8 bits after first layers in bfloat16: faster with AMX, and slower without. */
  ONEDNN_INT8_AMX(NumberType.INT8, NumberType.BFLOAT16),
  /**
   * Integers with weights of 7 bits, after first layers in float32. Without VNNI a processor adds
   * pairs of products in 16 bits: 2 * 255 * 127 does not fit there, 2 * 255 * 63 does.
   */
  ONEDNN_INT7(NumberType.INT8, NumberType.FLOAT32);

  private final NumberType type;
  private final NumberType firstType;

  Kernels(NumberType type) {
    this(type, type);
  }

  Kernels(NumberType type, NumberType firstType) {
    this.type = type;
    this.firstType = firstType;
  }

  /** Returns the type of the numbers between the layers. */
  public NumberType type() {
    return type;
  }

  /** Returns the type of the numbers of the first layers, up to {@code Conv2d_2b_1x1}. */
  public NumberType firstType() {
    return firstType;
  }

  /** Returns whether oneDNN's kernels are named. */
  public boolean isOneDnn() {
    return this != SEPARATE && this != FUSED;
  }

  /** Returns the greatest weight of a quantized network. */
  public int greatestWeight() {
    return this == ONEDNN_INT7 ? 63 : 127;
  }
}
