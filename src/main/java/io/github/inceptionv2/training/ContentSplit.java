package io.github.inceptionv2.training;

import java.nio.ByteBuffer;

/**
 * Assigns images to splits by content alone. An image stays in its split when it is renamed or
 * moved, or when other images are added. Copies of an image are always in the same split.
 *
 * @param validation fraction of the images for validation, from 0 to below 1
 * @param test fraction of the images for test; its sum with the validation fraction is below 1
 */
record ContentSplit(double validation, double test) {

  ContentSplit {
    if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
      throw new IllegalArgumentException(
          "validationShare ("
              + validation
              + ") and testShare ("
              + test
              + ") must not be negative, and their sum must be below 1");
    }
  }

  /**
   * Returns the split of an image. Test comes first, so changing the validation fraction leaves the
   * test images unchanged.
   */
  SplitPart part(byte[] sha256) {
    double position = position(sha256);
    if (position < test) {
      return SplitPart.TEST;
    }
    return position < test + validation ? SplitPart.VALIDATION : SplitPart.TRAINING;
  }

  /** Returns a number from 0 to below 1, uniformly distributed. */
  private static double position(byte[] sha256) {
    return (ByteBuffer.wrap(sha256).getLong() >>> 11) * 0x1p-53;
  }
}
