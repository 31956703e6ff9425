package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.View.Region;

/**
 * Chooses the divisor of a JPEG's size for decoding. libjpeg can leave out the highest half, three
 * quarters or seven eighths of each block's frequencies, which saves time and memory.
 */
final class JpegScaling {

  static final int MAX_RATIO = 8;

  private JpegScaling() {}

  /**
   * Returns the divisor: 1, 2, 4 or 8.
   *
   * <p>If the filter averages all pixels that fall into an output pixel, the divisor is the largest
   * that leaves the decoded image at least three times as large as needed. Other filters read
   * individual pixels, so a smaller image changes their results. They get a smaller image if the
   * settings allow it and no enlargement is needed, or if the image would otherwise be refused.
   */
  static int ratio(
      ImageHeader header, Resampling how, int height, int width, ImageSettings settings) {
    // the orientation may exchange height and width
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

  /** Returns the number of pixels of a row or column that are used. */
  private static int taken(Resampling how, int pixels, int needed) {
    return how.place(pixels, pixels, needed, needed).height();
  }

  /** Returns 1, or a larger divisor if the image would otherwise be refused. */
  static int least(ImageHeader header, ImageSettings settings) {
    return affordable(1, header, settings);
  }

  /**
   * Returns the largest of 1, 2, 4 and 8 that leaves the crop as large as needed. The crop is then
   * not enlarged, and a filter that reads four pixels skips almost none.
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

  /** Returns {@code ratio}, or a larger divisor if the image would otherwise be refused. */
  private static int affordable(int ratio, ImageHeader header, ImageSettings settings) {
    if (header.format() != ImageFormat.JPEG) {
      return ratio;
    }
    while (ratio < MAX_RATIO && header.isOversized(settings) && !fits(header, ratio, settings)) {
      ratio *= 2;
    }
    return ratio;
  }

  /** Returns true if an oversized image can be decoded at a smaller size. */
  static boolean canShrink(ImageHeader header, ImageSettings settings) {
    // libjpeg keeps the coefficients of all pixels of a progressive JPEG, whatever the ratio.
    return header.format() == ImageFormat.JPEG
        && header.scans() == 1
        && fits(header, MAX_RATIO, settings);
  }

  /**
   * Returns true if the divided image has at most a quarter of the allowed pixels, which is enough
   * for resampling and leaves room for CMYK.
   */
  private static boolean fits(ImageHeader header, int ratio, ImageSettings settings) {
    return (long) header.height() * header.width() / (ratio * ratio) <= settings.maxPixels() / 4;
  }
}
