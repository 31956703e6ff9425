package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.network.NumberType;
import io.github.inceptionv2.internal.runtime.GpuLibrary;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.OneDnn;
import io.github.inceptionv2.internal.runtime.Processor;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number type that a model is requested to compute with.
 *
 * @param isRequired true if the model must not fall back to float32
 */
public record PrecisionRequest(NumberType type, boolean isRequired) {

  /** Float32, which all models can compute with. */
  public static final PrecisionRequest FLOAT32 = new PrecisionRequest(NumberType.FLOAT32, false);

  private static final Logger LOG = LoggerFactory.getLogger(PrecisionRequest.class);

  /**
   * Returns true if the CPU has the number type, as far as is known before TensorFlow is loaded and
   * its kernels are tried.
   */
  public boolean isExpected() {
    Processor processor = Processor.here();
    return switch (type) {
      case FLOAT32 -> true;
      case BFLOAT16 -> OneDnn.isAllowed() && processor.hasFastBfloat16();
      case INT8 -> OneDnn.isAllowed() && (processor.hasVnni() || processor.hasAvx2());
    };
  }

  /**
   * Returns the number of parallel runs that is fastest on {@code threads} threads. Operations in
   * 8-bit integers are too short to share among threads.
   *
   * @param device the requested device; empty to let TensorFlow choose
   */
  public int usualRuns(int threads, Optional<String> device) {
    boolean isOnCpu = device.map("CPU"::equals).orElse(!GpuLibrary.isPresent());
    return type == NumberType.INT8 && isOnCpu && isExpected() ? threads : 1;
  }

  /**
   * Falls back to float32, with a warning that says why.
   *
   * @throws NativeException if the number type is required
   */
  void refuse(String reason) {
    String name = type.name().toLowerCase(Locale.ROOT);
    if (isRequired) {
      throw new NativeException(
          NativeException.Kind.DEVICE,
          "precision " + name + " is required but not available: " + reason,
          null);
    }
    LOG.warn("precision {} is not available ({}); falling back to float32", name, reason);
  }
}
