package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.runtime.Tensors;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.TUint8;

/** Copies pixels into native memory as RGB. */
final class PixelCopy {

  private static final int PIXELS_AT_ONCE = 1 << 14;

  private PixelCopy() {}

  /**
   * Returns a tensor [height, width, 3], which the caller closes.
   *
   * @param background the colour behind transparent pixels, as 0xRRGGBB; negative to ignore alpha
   */
  static TUint8 toRgb(PixelSource pixels, int background) throws UnreadableImageException {
    TUint8 rgb = Tensors.emptyBytes(pixels.height(), pixels.width(), 3);
    try {
      copy(pixels, background, rgb.asRawTensor().data());
      return rgb;
    } catch (UnreadableImageException | RuntimeException | Error e) {
      rgb.close();
      throw e;
    }
  }

  private static void copy(PixelSource pixels, int background, ByteDataBuffer to)
      throws UnreadableImageException {
    int width = pixels.width();
    int most = Math.min(PIXELS_AT_ONCE, width);
    byte[] in = new byte[most * pixels.channels()];
    byte[] out = pixels.channels() == 3 ? in : new byte[most * 3];
    for (int row = 0; row < pixels.height(); row++) {
      for (int column = 0; column < width; column += most) {
        int count = Math.min(most, width - column);
        pixels.read(row, column, count, in);
        if (out != in) {
          Alpha.composite(in, out, count, background);
        }
        to.offset(3 * ((long) row * width + column)).write(out, 0, 3 * count);
      }
    }
  }
}
