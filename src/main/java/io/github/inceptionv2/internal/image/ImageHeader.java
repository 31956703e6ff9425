package io.github.inceptionv2.internal.image;

/**
 * What an image file says of itself before any pixel is decoded.
 *
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param orientation the EXIF orientation, 1 to 8; 1 where there is none or it makes no sense
 * @param hasAlpha whether pixels may be transparent
 * @param isCmyk whether pixels are stored as four inks
 * @param scans of a JPEG, 1 otherwise
 * @param metadataBytes of all that is not pixels
 */
record ImageHeader(
    ImageFormat format,
    int width,
    int height,
    int orientation,
    boolean hasAlpha,
    boolean isCmyk,
    int scans,
    long metadataBytes) {

  /** A header of an upright, opaque image in one scan. */
  static ImageHeader plain(ImageFormat format, int width, int height) {
    return new ImageHeader(format, width, height, 1, false, false, 1, 0);
  }

  /** Whether decoding needs about as much memory again as the decoded pixels. */
  boolean countsTwice() {
    return hasAlpha || isCmyk || scans > 1;
  }

  /** Its pixels, or twice as many where decoding takes so much memory. */
  long weight() {
    return (long) width * height * (countsTwice() ? 2 : 1);
  }

  /** Whether it is too large to be decoded in full. */
  boolean isOversized(ImageSettings settings) {
    return weight() > settings.maxPixels();
  }
}
