package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;

/** Lays a map's heat over a photograph: the warmer the colour and the less of the photograph. */
public final class HeatPainter {

  /** The share of the colour where the heat is greatest; something of the photograph stays. */
  private static final double MOST = 0.7;

  /** From cold to warm, each told apart by its lightness, too. */
  private static final int[] RAMP = {0x2b3a9f, 0x1f8fc4, 0x35b779, 0xf3d03e, 0xf2711c, 0xc4161c};

  private static final int WHITE = 0xffffff;

  private HeatPainter() {}

  /**
   * Returns a painted copy; a map that is 0 everywhere changes nothing.
   *
   * @param photo upright
   */
  public static BufferedImage paint(BufferedImage photo, HeatMap map) {
    int height = photo.getHeight();
    int width = photo.getWidth();
    float most = 0;
    for (float value : map.values()) {
      most = Math.max(most, value);
    }
    float[] heat = map.over(height, width);
    byte[] rgb = rgb(photo);
    BufferedImage painted = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < heat.length; i++) {
      int pixel = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
      double share = most > 0 ? heat[i] / most : 0;
      painted.setRGB(i % width, i / width, mix(pixel, colour(share), opacity(share)));
    }
    return painted;
  }

  /** Gray levels as they stand, and transparent pixels over white, as networks are shown them. */
  private static byte[] rgb(BufferedImage photo) {
    RawPixels pixels = BufferedImages.pixels(photo);
    if (pixels.channels() == 3) {
      return pixels.bytes();
    }
    int count = pixels.height() * pixels.width();
    byte[] rgb = new byte[3 * count];
    Alpha.composite(pixels.bytes(), rgb, count, WHITE);
    return rgb;
  }

  private static double opacity(double heat) {
    return MOST * Math.min(1, 1.5 * heat);
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
