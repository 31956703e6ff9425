package io.github.inceptionv2.internal.image;

import java.util.random.RandomGenerator;

/**
 * What distortions are drawn from.
 *
 * <p>TF-Slim's {@code inception_preprocessing.py} has areas of 0.05 to 1, aspect ratios of 3/4 to
 * 4/3, a brightness of 32/255, and 0.5 for saturation and contrast.
 *
 * @param minArea the least share of the image's pixels, above 0
 * @param maxArea the largest, at most 1
 * @param minAspectRatio the least width by height of a crop, above 0
 * @param maxAspectRatio the largest
 * @param isFlipping whether every other image is mirrored
 * @param brightness the most that is added to or taken from values of [0,1]; 0 to 1
 * @param saturation the most that the factor differs from 1; 0 to 1
 * @param contrast the most that the factor differs from 1; 0 to 1
 */
public record DistortionRanges(
    double minArea,
    double maxArea,
    double minAspectRatio,
    double maxAspectRatio,
    boolean isFlipping,
    float brightness,
    float saturation,
    float contrast) {

  public DistortionRanges {
    Distortion.check(maxArea > 0 && maxArea <= 1, "maxArea", maxArea, "above 0 and at most 1");
    checkOrder(minArea, "minArea", maxArea, "maxArea");
    Distortion.check(
        maxAspectRatio > 0 && Double.isFinite(maxAspectRatio),
        "maxAspectRatio",
        maxAspectRatio,
        "positive, finite");
    checkOrder(minAspectRatio, "minAspectRatio", maxAspectRatio, "maxAspectRatio");
    checkShare(brightness, "brightness");
    checkShare(saturation, "saturation");
    checkShare(contrast, "contrast");
  }

  private static void checkOrder(double least, String name, double largest, String bound) {
    boolean isValid = least > 0 && least <= largest;
    Distortion.check(isValid, name, least, "above 0 and at most " + bound + " (" + largest + ")");
  }

  private static void checkShare(float value, String name) {
    Distortion.check(value >= 0 && value <= 1, name, value, "from 0 to 1");
  }

  /**
   * Draws one distortion: eight values of {@code random}, whatever the ranges are, so that one
   * setting does not change what is drawn for another.
   */
  public Distortion draw(RandomGenerator random) {
    double area = between(minArea, maxArea, random.nextDouble());
    // On a logarithmic scale 1/2 is as far from 1 as 2 is; Slim's uniform scale favours wide crops.
    double logarithm =
        between(Math.log(minAspectRatio), Math.log(maxAspectRatio), random.nextDouble());
    return new Distortion(
        area,
        Math.min(maxAspectRatio, Math.max(minAspectRatio, Math.exp(logarithm))),
        random.nextDouble(),
        random.nextDouble(),
        random.nextDouble() < 0.5 && isFlipping,
        (float) between(-brightness, brightness, random.nextDouble()),
        (float) between(1 - saturation, 1 + saturation, random.nextDouble()),
        (float) between(1 - contrast, 1 + contrast, random.nextDouble()));
  }

  private static double between(double least, double largest, double share) {
    return Math.min(largest, least + (largest - least) * share);
  }
}
