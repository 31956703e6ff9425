package io.github.inceptionv2.internal.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/** Takes the RGB bytes out of the JDK's images. */
final class BufferedImages {

  private BufferedImages() {}

  /** Returns height x width x RGB; alpha is left out. */
  static byte[] rgb(BufferedImage image) {
    return isGray(image.getColorModel()) ? fromGray(image) : fromColor(image);
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

  private static byte[] fromGray(BufferedImage image) {
    Raster raster = image.getRaster();
    int shift = image.getColorModel().getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
    byte[] rgb = new byte[Math.multiplyExact(image.getWidth() * 3, image.getHeight())];
    int[] row = new int[image.getWidth()];
    for (int y = 0, i = 0; y < image.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, image.getWidth(), 1, 0, row);
      for (int level : row) {
        byte value = (byte) (level >> shift);
        rgb[i++] = value;
        rgb[i++] = value;
        rgb[i++] = value;
      }
    }
    return rgb;
  }

  private static byte[] fromColor(BufferedImage image) {
    byte[] rgb = new byte[Math.multiplyExact(image.getWidth() * 3, image.getHeight())];
    int[] row = new int[image.getWidth()];
    for (int y = 0, i = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, image.getWidth(), 1, row, 0, image.getWidth());
      for (int argb : row) {
        rgb[i++] = (byte) (argb >> 16);
        rgb[i++] = (byte) (argb >> 8);
        rgb[i++] = (byte) argb;
      }
    }
    return rgb;
  }
}
