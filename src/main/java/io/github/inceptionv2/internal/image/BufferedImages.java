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
   * Returns RGB, or RGBA if the image has alpha.
   *
   * @throws UnreadableImageException if the image throws, as one of an application's own class may
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
   * Whether samples are gray levels as they stand. The JDK takes them for linear light and
   * brightens them on conversion to sRGB, which no other decoder does.
   */
  private static boolean isGray(ColorModel model) {
    return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && (model.getTransferType() == DataBuffer.TYPE_BYTE
            || model.getTransferType() == DataBuffer.TYPE_USHORT);
  }

  private static int shift(ColorModel model) {
    return Math.max(0, model.getComponentSize(0) - 8);
  }

  /** An image's class, its raster or its colour model may be the application's: it can throw. */
  private static UnreadableImageException foreign(Throwable e) {
    return new UnreadableImageException("cannot be read, as its pixels cannot (" + e + ")", e);
  }

  /**
   * Gray levels.
   *
   * @param shift the bits of a sample beyond 8
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

  /** All others, as sRGB. */
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
