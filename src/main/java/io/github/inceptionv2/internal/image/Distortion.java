package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.View.Region;
import java.util.Locale;

/**
 * How one image is changed for training, already drawn: the same values give the same result.
 *
 * <p>After TF-Slim's {@code inception_preprocessing.py}, in the order of its {@code distort_color}
 * without the hue: brightness, saturation, contrast. Saturation is moved along the line to a
 * pixel's gray instead of through HSV, which is linear and has no seams.
 *
 * @param area the share of the image's pixels that the crop takes, above 0 to 1
 * @param aspectRatio width by height of the crop, in pixels
 * @param x where the crop lies in the room that is left, from 0 (left) to 1 (right)
 * @param y likewise, from 0 (top) to 1 (bottom)
 * @param isFlipped whether left and right are exchanged
 * @param brightness is added to values of [0,1]; -1 to 1
 * @param saturation factor of the distance to the pixel's gray, from 0; 1 changes nothing
 * @param contrast factor of the distance to the image's mean of a channel, from 0; 1 changes
 *     nothing
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
        "positive, finite");
    check(x >= 0 && x <= 1, "x", x, "from 0 to 1");
    check(y >= 0 && y <= 1, "y", y, "from 0 to 1");
    check(brightness >= -1 && brightness <= 1, "brightness", brightness, "from -1 to 1");
    check(
        saturation >= 0 && Double.isFinite(saturation), "saturation", saturation, "from 0, finite");
    check(contrast >= 0 && Double.isFinite(contrast), "contrast", contrast, "from 0, finite");
  }

  /** Conditions are written so that NaN fails. */
  static void check(boolean isValid, String name, double value, String expected) {
    if (!isValid) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s (%s) must be %s", name, value, expected));
    }
  }

  /** The crop of an image of the given size; a side that does not fit is the image's. */
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

  /** Whether the colours stay as they are. */
  boolean keepsColours() {
    return brightness == 0 && saturation == 1 && contrast == 1;
  }
}
