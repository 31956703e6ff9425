package io.github.inceptionv2.internal.image;

/**
 * Pixels of an image that are read part by part, so that no second copy of the image is made.
 *
 * <p>Pixels have three bytes (red, green, blue) or four (red, green, blue, alpha; not
 * premultiplied).
 */
interface PixelSource {

  /** In pixels. */
  int height();

  /** In pixels. */
  int width();

  /** Returns 3 or 4. */
  int channels();

  /**
   * Reads part of a row.
   *
   * @param to takes {@code count * channels()} bytes, from its beginning
   * @throws UnreadableImageException if the pixels cannot be read
   */
  void read(int row, int column, int count, byte[] to) throws UnreadableImageException;
}
