package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.network.NumberType;
import io.github.inceptionv2.internal.runtime.NativeException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers that a model is asked to compute with.
 *
 * @param isRequired whether the model does not open without them, in place of using float32
 */
public record NumberWish(NumberType type, boolean isRequired) {

  /** Float32, which all models compute with. */
  public static final NumberWish FLOAT32 = new NumberWish(NumberType.FLOAT32, false);

  private static final Logger LOG = LoggerFactory.getLogger(NumberWish.class);

  /**
   * Falls back to float32, with a warning that says why.
   *
   * @throws NativeException if the numbers are required
   */
  void refuse(String reason) {
    String name = type.name().toLowerCase(Locale.ROOT);
    if (isRequired) {
      throw new NativeException(
          NativeException.Kind.DEVICE,
          "precision " + name + " is required but not available: " + reason,
          null);
    }
    LOG.warn("precision {} is not available, float32 is used: {}", name, reason);
  }
}
