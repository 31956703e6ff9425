package io.github.inceptionv2.internal.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/** Takes the pixels out of the JDK's images. */
final class BufferedImages {

  private BufferedImages() {}

  /** Returns RGB, or RGBA if the image has alpha. */
  static RawPixels pixels(BufferedImage image) {
    int channels = image.getColorModel().hasAlpha() ? 4 : 3;
    byte[] pixels =
        isGray(image.getColorModel()) ? fromGray(image, channels) : fromColor(image, channels);
    return new RawPixels(pixels, image.getHeight(), image.getWidth(), channels);
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

  private static byte[] fromGray(BufferedImage image, int channels) {
    Raster raster = image.getRaster();
    int shift = Math.max(0, image.getColorModel().getComponentSize(0) - 8);
    byte[] pixels = allocate(image, channels);
    int width = image.getWidth();
    int[] row = new int[width];
    int[] alpha = new int[width];
    for (int y = 0, i = 0; y < image.getHeight(); y++) {
      int top = raster.getMinY() + y;
      raster.getSamples(raster.getMinX(), top, width, 1, 0, row);
      if (channels == 4) {
        raster.getSamples(raster.getMinX(), top, width, 1, 1, alpha);
      }
      for (int x = 0; x < width; x++) {
        byte value = (byte) (row[x] >> shift);
        pixels[i++] = value;
        pixels[i++] = value;
        pixels[i++] = value;
        if (channels == 4) {
          pixels[i++] = (byte) (alpha[x] >> shift);
        }
      }
    }
    return pixels;
  }

  private static byte[] fromColor(BufferedImage image, int channels) {
    byte[] pixels = allocate(image, channels);
    int[] row = new int[image.getWidth()];
    for (int y = 0, i = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, image.getWidth(), 1, row, 0, image.getWidth());
      for (int argb : row) {
        pixels[i++] = (byte) (argb >> 16);
        pixels[i++] = (byte) (argb >> 8);
        pixels[i++] = (byte) argb;
        if (channels == 4) {
          pixels[i++] = (byte) (argb >> 24);
        }
      }
    }
    return pixels;
  }

  private static byte[] allocate(BufferedImage image, int channels) {
    return new byte[Math.multiplyExact(image.getWidth() * channels, image.getHeight())];
  }
}
