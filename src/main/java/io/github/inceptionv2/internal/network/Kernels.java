package io.github.inceptionv2.internal.network;

/**
 * The TensorFlow kernels that compute a folded network.
 *
 * <p>TensorFlow's own optimizer would fuse operations too. It is not used, because it makes a model
 * slower to start and larger in memory, and because it uses oneDNN only if an environment variable
 * says so. Instead, graphs name the fused operations directly.
 */
public enum Kernels {
  /** One operation for each step, available on all devices. */
  SEPARATE(NumberType.FLOAT32),
  /** Convolution, bias and ReLU in one operation, on the CPU only. */
  FUSED(NumberType.FLOAT32),
  /**
   * One operation for each step, with convolutions by TensorFlow's general operation {@code Conv}.
   * TensorFlow computes it with Eigen even where it replaces all other convolutions by oneDNN's.
   */
  EIGEN(NumberType.FLOAT32),
  /**
   * Convolution, bias and ReLU in one oneDNN operation, on the CPU only. TensorFlow must be built
   * with oneDNN.
   */
  ONEDNN(NumberType.FLOAT32),
  /** oneDNN in bfloat16. The process terminates if the processor has no bfloat16 instructions. */
  ONEDNN_BFLOAT16(NumberType.BFLOAT16),
  /** oneDNN in 8-bit integers, which needs a processor with VNNI. */
  ONEDNN_INT8(NumberType.INT8),
  /**
   * 8-bit integers, but bfloat16 in the first layers. With AMX, this is faster than {@link
   * #ONEDNN_INT8}; without AMX, it is slower.
   */
  ONEDNN_INT8_AMX(NumberType.INT8, NumberType.BFLOAT16),
  /**
   * 8-bit integers with 7-bit weights, but float32 in the first layers. Without VNNI, a processor
   * adds pairs of products in 16 bits: 2 * 255 * 127 overflows, 2 * 255 * 63 does not.
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

  /** Returns the type of the numbers in the first layers, up to {@code Conv2d_2b_1x1}. */
  public NumberType firstType() {
    return firstType;
  }

  /** Returns true if these are oneDNN's kernels. */
  public boolean isOneDnn() {
    return this != SEPARATE && this != FUSED && this != EIGEN;
  }

  /** Returns the largest integer weight of a quantized network. */
  public int greatestWeight() {
    return this == ONEDNN_INT7 ? 63 : 127;
  }
}
