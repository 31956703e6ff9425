package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.View.Region;

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
   * so that a smaller image gives other numbers; they get one if the settings want it, as long as
   * nothing has to be made larger, or else only instead of a refusal.
   */
  static int ratio(
      ImageHeader header, Resampling how, int height, int width, ImageSettings settings) {
    // an orientation may exchange height and width
    int shorter = Math.min(header.height(), header.width());
    int needed = Math.max(height, width);
    int ratio = 1;
    if (header.format() == ImageFormat.JPEG && how.filter().isAntialiased()) {
      while (ratio < MAX_RATIO && shorter / (2 * ratio) >= 3 * needed) {
        ratio *= 2;
      }
    } else if (header.format() == ImageFormat.JPEG && settings.isReduced()) {
      while (ratio < MAX_RATIO && taken(how, shorter / (2 * ratio), needed) >= needed) {
        ratio *= 2;
      }
    }
    return affordable(ratio, header, settings);
  }

  /** How many of a row's or column's pixels are taken. */
  private static int taken(Resampling how, int pixels, int needed) {
    return how.place(pixels, pixels, needed, needed).height();
  }

  /** Returns 1, or more only instead of a refusal. */
  static int least(ImageHeader header, ImageSettings settings) {
    return affordable(1, header, settings);
  }

  /**
   * Returns 1, 2, 4 or 8: the most that leaves the crop as large as it is needed, so that nothing
   * is made larger for it and next to nothing is skipped by a filter that looks at four pixels.
   */
  static int ratio(
      ImageHeader header, Distortion distortion, int height, int width, ImageSettings settings) {
    boolean isTurned =
        settings.isUpright() && Orientation.ofExif(header.orientation()).transposes();
    int uprightHeight = isTurned ? header.width() : header.height();
    int uprightWidth = isTurned ? header.height() : header.width();
    int ratio = 1;
    while (header.format() == ImageFormat.JPEG && ratio < MAX_RATIO) {
      int next = 2 * ratio;
      Region crop = distortion.region(uprightHeight / next, uprightWidth / next);
      if (crop.height() < height || crop.width() < width) {
        break;
      }
      ratio = next;
    }
    return affordable(ratio, header, settings);
  }

  /** Returns {@code ratio}, or more where the image is too large for it. */
  private static int affordable(int ratio, ImageHeader header, ImageSettings settings) {
    if (header.format() != ImageFormat.JPEG) {
      return ratio;
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
