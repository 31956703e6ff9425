package io.github.inceptionv2.internal.image;

/** How raw bytes make up pixels. */
public enum PixelOrder {
  /** Red, green, blue. */
  RGB(0, 1, 2),
  /** Blue, green, red. */
  BGR(2, 1, 0),
  /** Red, green, blue, alpha. */
  RGBA(0, 1, 2, 3),
  /** Blue, green, red, alpha. */
  BGRA(2, 1, 0, 3),
  /** One level for all. */
  GRAY(0);

  private final int[] offsets;

  PixelOrder(int... offsets) {
    this.offsets = offsets;
  }

  /** Bytes of a pixel. */
  public int size() {
    return offsets.length;
  }

  /** Brings rows that begin every {@code stride} bytes into our order, without gaps. */
  RawPixels toRaw(byte[] bytes, int height, int width, int stride) {
    int channels = offsets.length == 4 ? 4 : 3;
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
    int to = 0;
    for (int y = 0; y < height; y++) {
      int from = y * stride;
      for (int x = 0; x < width; x++, from += offsets.length) {
        for (int c = 0; c < channels; c++) {
          out[to++] = bytes[from + offsets[Math.min(c, offsets.length - 1)]];
        }
      }
    }
    return new RawPixels(out, height, width, channels);
  }
}
