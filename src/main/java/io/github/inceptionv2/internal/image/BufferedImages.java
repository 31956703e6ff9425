package io.github.inceptionv2.internal.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/** Reads the pixels of the JDK's images. */
final class BufferedImages {

  private BufferedImages() {}

  /**
   * Returns the pixels as RGB, or as RGBA if the image has alpha.
   *
   * @throws UnreadableImageException if the image throws an exception, which an application's own
   *     image class may do
   */
  static PixelSource pixels(BufferedImage image) throws UnreadableImageException {
    try {
      ColorModel model = image.getColorModel();
      int channels = model.hasAlpha() ? 4 : 3;
      return isGray(model)
          ? new Gray(image.getRaster(), image.getHeight(), image.getWidth(), channels, shift(model))
          : new Color(image, image.getHeight(), image.getWidth(), channels);
    } catch (Throwable e) {
      throw foreign(e);
    }
  }

  /**
   * Returns true if samples are gray levels that need no conversion. The JDK treats gray levels as
   * linear light and brightens them when it converts them to sRGB, which no other decoder does.
   */
  private static boolean isGray(ColorModel model) {
    return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && (model.getTransferType() == DataBuffer.TYPE_BYTE
            || model.getTransferType() == DataBuffer.TYPE_USHORT);
  }

  private static int shift(ColorModel model) {
    return Math.max(0, model.getComponentSize(0) - 8);
  }

  /** Wraps anything that an application's own image, raster or colour model throws. */
  private static UnreadableImageException foreign(Throwable e) {
    return new UnreadableImageException("has pixels that cannot be read (" + e + ")", e);
  }

  /**
   * The pixels of a grayscale image.
   *
   * @param shift the number of bits by which a sample exceeds 8 bits
   */
  private record Gray(Raster raster, int height, int width, int channels, int shift)
      implements PixelSource {

    @Override
    public void read(int row, int column, int count, byte[] to) throws UnreadableImageException {
      int[] gray;
      int[] alpha;
      try {
        gray = samples(row, column, count, 0);
        alpha = channels == 4 ? samples(row, column, count, 1) : null;
      } catch (Throwable e) {
        throw foreign(e);
      }
      for (int i = 0; i < count; i++) {
        int at = i * channels;
        byte level = (byte) (gray[i] >> shift);
        to[at] = level;
        to[at + 1] = level;
        to[at + 2] = level;
        if (alpha != null) {
          to[at + 3] = (byte) (alpha[i] >> shift);
        }
      }
    }

    private int[] samples(int row, int column, int count, int band) {
      return raster.getSamples(
          raster.getMinX() + column, raster.getMinY() + row, count, 1, band, new int[count]);
    }
  }

  /** The pixels of any other image, as sRGB. */
  private record Color(BufferedImage image, int height, int width, int channels)
      implements PixelSource {

    @Override
    public void read(int row, int column, int count, byte[] to) throws UnreadableImageException {
      int[] argb = new int[count];
      try {
        image.getRGB(column, row, count, 1, argb, 0, count);
      } catch (Throwable e) {
        throw foreign(e);
      }
      for (int i = 0; i < count; i++) {
        int at = i * channels;
        to[at] = (byte) (argb[i] >> 16);
        to[at + 1] = (byte) (argb[i] >> 8);
        to[at + 2] = (byte) argb[i];
        if (channels == 4) {
          to[at + 3] = (byte) (argb[i] >> 24);
        }
      }
    }
  }
}
