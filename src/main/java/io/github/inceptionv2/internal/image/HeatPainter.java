package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;

/** Paints a heat map over a photograph: greater heat has a warmer and more opaque colour. */
public final class HeatPainter {

  /** Less than 1, so some of the photograph remains visible. */
  private static final double MAX_OPACITY = 0.7;

  /** Colours from cold to warm, which also differ in lightness. */
  private static final int[] RAMP = {0x2b3a9f, 0x1f8fc4, 0x35b779, 0xf3d03e, 0xf2711c, 0xc4161c};

  private static final int WHITE = 0xffffff;

  private HeatPainter() {}

  /**
   * Returns a painted copy of a photograph; a map that is 0 everywhere changes nothing.
   *
   * @param photo the upright photograph; gray levels are used unchanged and transparent pixels are
   *     composited over white, as for the network
   * @throws IllegalArgumentException if the photograph cannot be read, or has more than 2^31-1
   *     pixels
   */
  public static BufferedImage paint(BufferedImage photo, HeatMap map) {
    int height = photo.getHeight();
    int width = photo.getWidth();
    if ((long) height * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "photograph of " + width + "x" + height + " must have at most 2^31-1 pixels");
    }
    float most = 0;
    for (float value : map.values()) {
      most = Math.max(most, value);
    }
    float[] heat = map.over(height, width);
    BufferedImage painted = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    try {
      paint(BufferedImages.pixels(photo), heat, most, painted);
    } catch (UnreadableImageException e) {
      throw new IllegalArgumentException("photograph " + e.getMessage(), e);
    }
    return painted;
  }

  private static void paint(PixelSource photo, float[] heat, float most, BufferedImage painted)
      throws UnreadableImageException {
    int width = photo.width();
    byte[] pixels = new byte[width * photo.channels()];
    byte[] rgb = new byte[width * 3];
    for (int y = 0; y < photo.height(); y++) {
      photo.read(y, 0, width, pixels);
      if (photo.channels() == 4) {
        Alpha.composite(pixels, rgb, width, WHITE);
      } else {
        rgb = pixels;
      }
      for (int x = 0; x < width; x++) {
        double share = most > 0 ? heat[y * width + x] / most : 0;
        painted.setRGB(x, y, mix(pixel(rgb, x), colour(share), opacity(share)));
      }
    }
  }

  private static int pixel(byte[] rgb, int x) {
    return (rgb[3 * x] & 0xff) << 16 | (rgb[3 * x + 1] & 0xff) << 8 | rgb[3 * x + 2] & 0xff;
  }

  private static double opacity(double heat) {
    return MAX_OPACITY * Math.min(1, 1.5 * heat);
  }

  private static int colour(double heat) {
    double place = heat * (RAMP.length - 1);
    int before = (int) Math.min(RAMP.length - 2, place);
    return mix(RAMP[before], RAMP[before + 1], place - before);
  }

  private static int mix(int first, int second, double share) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = first >> shift & 0xff;
      int b = second >> shift & 0xff;
      mixed |= (int) Math.round(a + share * (b - a)) << shift;
    }
    return mixed;
  }
}
