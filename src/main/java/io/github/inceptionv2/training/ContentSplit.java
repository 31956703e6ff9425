package io.github.inceptionv2.training;

import java.nio.ByteBuffer;

/**
 * Splits by content alone, so that an image keeps its part whatever it is called, wherever it lies
 * and whatever comes to lie beside it; and so that copies of it are never on both sides.
 *
 * @param validation share of the images, from 0 to below 1
 * @param test share of the images; below 1 together with {@code validation}
 */
record ContentSplit(double validation, double test) {

  ContentSplit {
    if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
      throw new IllegalArgumentException(
          "validationShare ("
              + validation
              + ") and testShare ("
              + test
              + ") must not be negative, and below 1 together");
    }
  }

  /** Test comes first: another share of validation then leaves its images alone. */
  SplitPart part(byte[] sha256) {
    double position = position(sha256);
    if (position < test) {
      return SplitPart.TEST;
    }
    return position < test + validation ? SplitPart.VALIDATION : SplitPart.TRAINING;
  }

  /** From 0 to below 1, evenly. */
  private static double position(byte[] sha256) {
    return (ByteBuffer.wrap(sha256).getLong() >>> 11) * 0x1p-53;
  }
}
