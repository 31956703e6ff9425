package io.github.inceptionv2.internal.image;

/** The order of bytes in raw pixels. */
public enum PixelOrder {
  /** Red, green, blue. */
  RGB(0, 1, 2),
  /** Blue, green, red. */
  BGR(2, 1, 0),
  /** Red, green, blue, alpha. */
  RGBA(0, 1, 2, 3),
  /** Blue, green, red, alpha. */
  BGRA(2, 1, 0, 3),
  /** One gray level. */
  GRAY(0);

  private final int[] offsets;

  PixelOrder(int... offsets) {
    this.offsets = offsets;
  }

  /** Returns the number of bytes per pixel. */
  public int size() {
    return offsets.length;
  }

  /**
   * Returns bytes in this order as RGB or RGBA pixels.
   *
   * @param stride the distance between the starts of adjacent rows, in bytes
   */
  PixelSource pixels(byte[] bytes, int height, int width, int stride) {
    return new Ordered(bytes, height, width, stride, offsets.length == 4 ? 4 : 3, offsets);
  }

  /** Pixels whose bytes are in the application's order. */
  private record Ordered(
      byte[] bytes, int height, int width, int stride, int channels, int[] offsets)
      implements PixelSource {

    @Override
    public void read(int row, int column, int count, byte[] to) {
      int from = row * stride + column * offsets.length;
      for (int i = 0; i < count; i++, from += offsets.length) {
        for (int c = 0; c < channels; c++) {
          to[i * channels + c] = bytes[from + offsets[Math.min(c, offsets.length - 1)]];
        }
      }
    }
  }
}
