package io.github.inceptionv2.internal.image;

/**
 * The properties of an image file that are known before any pixel is decoded.
 *
 * @param width the width in pixels, as stored
 * @param height the height in pixels, as stored
 * @param orientation the EXIF orientation, 1 to 8; 1 if there is none or it is invalid
 * @param hasAlpha true if pixels may be transparent
 * @param isCmyk true if a pixel is stored as the amounts of four inks
 * @param scans the number of scans of a JPEG; 1 for other formats
 * @param metadataBytes the number of bytes that are not pixels
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

  /** Returns the header of an upright, opaque image in one scan. */
  static ImageHeader plain(ImageFormat format, int width, int height) {
    return new ImageHeader(format, width, height, 1, false, false, 1, 0);
  }

  /** Returns true if decoding needs about twice the memory of the decoded pixels. */
  boolean countsTwice() {
    return hasAlpha || isCmyk || scans > 1;
  }

  /** Returns the number of pixels, doubled if decoding needs twice the memory. */
  long weight() {
    return (long) width * height * (countsTwice() ? 2 : 1);
  }

  /** Returns true if the image is too large to be decoded at full size. */
  boolean isOversized(ImageSettings settings) {
    return weight() > settings.maxPixels();
  }
}
