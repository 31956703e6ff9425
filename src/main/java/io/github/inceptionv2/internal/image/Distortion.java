package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.View.Region;
import java.util.Locale;

/**
 * The changes to one image for training, already sampled: equal values give equal results.
 *
 * <p>Follows TF-Slim's {@code inception_preprocessing.py}: brightness, saturation and contrast
 * change in the order of its {@code distort_color}, without the hue. Saturation moves a pixel along
 * the line through its gray rather than through HSV, so the change is linear and has no seams.
 *
 * @param area fraction of the image's pixels in the crop, above 0 and at most 1
 * @param aspectRatio width divided by height of the crop, in pixels
 * @param x horizontal position of the crop in the available space, from 0 (left) to 1 (right)
 * @param y vertical position of the crop in the available space, from 0 (top) to 1 (bottom)
 * @param isFlipped true if left and right are exchanged
 * @param brightness amount added to values in [0,1], from -1 to 1
 * @param saturation factor for the distance to the pixel's gray, at least 0; 1 changes nothing
 * @param contrast factor for the distance to the channel's mean over the image, at least 0; 1
 *     changes nothing
 */
public record Distortion(
    double area,
    double aspectRatio,
    double x,
    double y,
    boolean isFlipped,
    float brightness,
    float saturation,
    float contrast) {

  public Distortion {
    check(area > 0 && area <= 1, "area", area, "above 0 and at most 1");
    check(
        aspectRatio > 0 && Double.isFinite(aspectRatio),
        "aspectRatio",
        aspectRatio,
        "positive and finite");
    check(x >= 0 && x <= 1, "x", x, "from 0 to 1");
    check(y >= 0 && y <= 1, "y", y, "from 0 to 1");
    check(brightness >= -1 && brightness <= 1, "brightness", brightness, "from -1 to 1");
    check(
        saturation >= 0 && Double.isFinite(saturation),
        "saturation",
        saturation,
        "at least 0 and finite");
    check(
        contrast >= 0 && Double.isFinite(contrast), "contrast", contrast, "at least 0 and finite");
  }

  /** Checks a value. Callers write the condition so that NaN fails. */
  static void check(boolean isValid, String name, double value, String expected) {
    if (!isValid) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s (%s) must be %s", name, value, expected));
    }
  }

  /** Returns the crop of an image of the given size, clamped to the image. */
  Region region(int height, int width) {
    double pixels = area * height * width;
    int cropHeight = side(Math.sqrt(pixels / aspectRatio), height);
    int cropWidth = side(Math.sqrt(pixels * aspectRatio), width);
    return new Region(
        (int) Math.round(x * (width - cropWidth)),
        (int) Math.round(y * (height - cropHeight)),
        cropWidth,
        cropHeight);
  }

  private static int side(double wanted, int most) {
    return (int) Math.max(1, Math.min(most, Math.round(wanted)));
  }

  /** Returns true if the colours do not change. */
  boolean keepsColours() {
    return brightness == 0 && saturation == 1 && contrast == 1;
  }
}
