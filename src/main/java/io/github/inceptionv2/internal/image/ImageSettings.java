package io.github.inceptionv2.internal.image;

import java.io.Serializable;

/**
 * The limits for images, and the handling of orientation and alpha.
 *
 * @param maxPixels the maximum number of pixels of an image; the pixels of an image with alpha,
 *     CMYK or several scans count twice
 * @param maxBytes the maximum size of a file
 * @param maxScans the maximum number of scans of a JPEG
 * @param maxMetadataBytes the maximum number of bytes that are not pixels
 * @param isUpright true if the EXIF orientation is applied
 * @param isReduced true if JPEGs may be decoded at a smaller size for any filter
 * @param background the colour behind transparent pixels, as 0xRRGGBB; negative to ignore alpha
 * @param acceptsIncomplete true if a truncated JPEG or PNG is decoded as far as possible
 * @param readsOtherFormats true if {@code javax.imageio} readers may read other formats
 */
public record ImageSettings(
    long maxPixels,
    long maxBytes,
    int maxScans,
    long maxMetadataBytes,
    boolean isUpright,
    boolean isReduced,
    int background,
    boolean acceptsIncomplete,
    boolean readsOtherFormats)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * The default limits. 75 megapixels need 225 MB when decoded. Half as many pixels with alpha need
   * 150 MB, plus 112 MB for the composited image. Half as many pixels of a progressive JPEG need
   * 112 MB, plus as much or twice as much for coefficients.
   */
  public static final ImageSettings DEFAULT =
      new ImageSettings(75_000_000, 256L << 20, 100, 32L << 20, true, false, 0xffffff);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a limit is not positive or the background is not a colour
   */
  public ImageSettings {
    if (Math.min(Math.min(maxPixels, maxBytes), Math.min(maxScans, maxMetadataBytes)) < 1) {
      throw new IllegalArgumentException(
          "maxPixels, maxBytes, maxScans and maxMetadataBytes must be positive");
    }
    if (background > 0xffffff) {
      throw new IllegalArgumentException(
          "background (0x" + Integer.toHexString(background) + ") must be at most 0xffffff");
    }
  }

  /** Creates settings that refuse incomplete files and other formats. */
  public ImageSettings(
      long maxPixels,
      long maxBytes,
      int maxScans,
      long maxMetadataBytes,
      boolean isUpright,
      boolean isReduced,
      int background) {
    this(
        maxPixels,
        maxBytes,
        maxScans,
        maxMetadataBytes,
        isUpright,
        isReduced,
        background,
        false,
        false);
  }

  /** Returns these settings, changed to accept incomplete files. */
  public ImageSettings acceptingIncomplete() {
    return new ImageSettings(
        maxPixels,
        maxBytes,
        maxScans,
        maxMetadataBytes,
        isUpright,
        isReduced,
        background,
        true,
        readsOtherFormats);
  }

  boolean ignoresAlpha() {
    return background < 0;
  }
}
