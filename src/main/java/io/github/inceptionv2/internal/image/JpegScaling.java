package io.github.inceptionv2.internal.image;

/**
 * Decides by what a JPEG's size is divided while it is decoded: libjpeg can leave out the fine
 * half, three quarters or seven eighths of each block's frequencies, which costs less time and
 * memory.
 */
final class JpegScaling {

  static final int MAX_RATIO = 8;

  private JpegScaling() {}

  /**
   * Returns 1, 2, 4 or 8.
   *
   * <p>Where the filter averages all pixels that fall into one, 2 or more are chosen as long as the
   * decoded image stays three times as large as it is needed. Other filters look at single pixels,
   * so that a smaller image gives other numbers; they get one only instead of a refusal.
   */
  static int ratio(
      ImageHeader header, Resampling how, int height, int width, ImageSettings settings) {
    int ratio = 1;
    if (header.format() != ImageFormat.JPEG) {
      return ratio;
    }
    if (how.filter().isAntialiased()) {
      // an orientation may exchange height and width
      int needed = 3 * Math.max(height, width);
      while (ratio < MAX_RATIO
          && Math.min(header.height(), header.width()) / (2 * ratio) >= needed) {
        ratio *= 2;
      }
    }
    while (ratio < MAX_RATIO && header.isOversized(settings) && !fits(header, ratio, settings)) {
      ratio *= 2;
    }
    return ratio;
  }

  /** Whether an oversized image can be decoded all the same. */
  static boolean canShrink(ImageHeader header, ImageSettings settings) {
    // A progressive JPEG keeps the coefficients of all its pixels, whatever the ratio.
    return header.format() == ImageFormat.JPEG
        && header.scans() == 1
        && fits(header, MAX_RATIO, settings);
  }

  /** A quarter of the limit is plenty for what will be resampled, and leaves room for CMYK. */
  private static boolean fits(ImageHeader header, int ratio, ImageSettings settings) {
    return (long) header.height() * header.width() / (ratio * ratio) <= settings.maxPixels() / 4;
  }
}
