package io.github.inceptionv2.internal.image;

import java.io.Serializable;

/**
 * What is refused, and what is done with orientation and alpha.
 *
 * @param maxPixels of a decoded image; one with alpha, of CMYK or of several scans counts twice
 * @param maxBytes of a file
 * @param maxScans of a JPEG
 * @param maxMetadataBytes of all that is not pixels
 * @param isUpright whether an EXIF orientation is applied
 * @param isReduced whether JPEGs may be decoded at a smaller size for any filter
 * @param background what alpha is composited on, as 0xRRGGBB; negative to leave alpha out
 * @param acceptsIncomplete whether a JPEG or PNG that ends early is decoded as far as it goes
 * @param readsOtherFormats whether readers of {@code javax.imageio} may read other formats
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
   * 75 megapixels need 225 MB decoded; half as many with alpha 150 MB and 112 MB composited, or
   * half as many of a progressive JPEG 112 MB and as much or twice as much for coefficients.
   */
  public static final ImageSettings DEFAULT =
      new ImageSettings(75_000_000, 256L << 20, 100, 32L << 20, true, false, 0xffffff);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a limit is not positive, or the background no colour
   */
  public ImageSettings {
    if (Math.min(Math.min(maxPixels, maxBytes), Math.min(maxScans, maxMetadataBytes)) < 1) {
      throw new IllegalArgumentException("limits of images must be positive");
    }
    if (background > 0xffffff) {
      throw new IllegalArgumentException(
          "background (0x" + Integer.toHexString(background) + ") must be at most 0xffffff");
    }
  }

  /** Settings that refuse incomplete files and other formats. */
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

  /** Returns the same settings, but incomplete files are decoded as far as they go. */
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
