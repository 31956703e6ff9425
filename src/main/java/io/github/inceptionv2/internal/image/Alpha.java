package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.runtime.Tensors;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.TUint8;

/** Converts RGBA to RGB. */
final class Alpha {

  private static final int PIXELS_AT_ONCE = 1 << 14;

  private Alpha() {}

  /**
   * Composites pixels over a background, or drops their alpha.
   *
   * @param rgba shape [height, width, 4]; the caller closes it
   * @param background 0xRRGGBB, or negative to drop alpha
   * @return shape [height, width, 3]; the caller closes it
   */
  static TUint8 toRgb(TUint8 rgba, int background) {
    long height = rgba.shape().get(0);
    long width = rgba.shape().get(1);
    TUint8 rgb = Tensors.emptyBytes(height, width, 3);
    ByteDataBuffer from = rgba.asRawTensor().data();
    ByteDataBuffer to = rgb.asRawTensor().data();
    byte[] in = new byte[4 * PIXELS_AT_ONCE];
    byte[] out = new byte[3 * PIXELS_AT_ONCE];
    for (long done = 0; done < height * width; done += PIXELS_AT_ONCE) {
      int count = (int) Math.min(PIXELS_AT_ONCE, height * width - done);
      from.offset(4 * done).read(in, 0, 4 * count);
      composite(in, out, count, background);
      to.offset(3 * done).write(out, 0, 3 * count);
    }
    return rgb;
  }

  /** Composites the first {@code count} RGBA pixels of {@code in} and writes RGB to {@code out}. */
  static void composite(byte[] in, byte[] out, int count, int background) {
    for (int i = 0; i < count; i++) {
      int alpha = background < 0 ? 255 : in[4 * i + 3] & 0xff;
      for (int c = 0; c < 3; c++) {
        int below = background >> 16 - 8 * c & 0xff;
        out[3 * i + c] = mix(in[4 * i + c], alpha, below);
      }
    }
  }

  private static byte mix(byte value, int alpha, int below) {
    if (alpha == 255) {
      return value;
    }
    return (byte)
        (alpha == 0 ? below : ((value & 0xff) * alpha + below * (255 - alpha) + 127) / 255);
  }
}
