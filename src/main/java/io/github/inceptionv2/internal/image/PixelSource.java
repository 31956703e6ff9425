package io.github.inceptionv2.internal.image;

/**
 * The pixels of an image, read in parts to avoid a second copy of the image.
 *
 * <p>A pixel has three bytes (red, green, blue) or four (red, green, blue, alpha; not
 * premultiplied).
 */
interface PixelSource {

  /** Returns the height in pixels. */
  int height();

  /** Returns the width in pixels. */
  int width();

  /** Returns the number of bytes per pixel: 3 or 4. */
  int channels();

  /**
   * Reads part of a row.
   *
   * @param to receives {@code count * channels()} bytes from index 0 on
   * @throws UnreadableImageException if the pixels cannot be read
   */
  void read(int row, int column, int count, byte[] to) throws UnreadableImageException;
}
