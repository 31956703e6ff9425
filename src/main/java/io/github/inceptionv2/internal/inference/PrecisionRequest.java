package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.network.NumberType;
import io.github.inceptionv2.internal.runtime.NativeException;
import java.util.Locale;
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
