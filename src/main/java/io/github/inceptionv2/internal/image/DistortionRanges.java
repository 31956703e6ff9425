package io.github.inceptionv2.internal.image;

import java.util.random.RandomGenerator;

/**
 * The ranges from which distortions are sampled.
 *
 * <p>TF-Slim's {@code inception_preprocessing.py} uses areas from 0.05 to 1, aspect ratios from 3/4
 * to 4/3, a brightness of 32/255, and 0.5 for saturation and contrast.
 *
 * @param minArea minimum fraction of the image's pixels in a crop, above 0
 * @param maxArea maximum fraction of the image's pixels in a crop, at most 1
 * @param minAspectRatio minimum width divided by height of a crop, above 0
 * @param maxAspectRatio maximum width divided by height of a crop
 * @param isFlipping true if an image is mirrored with a probability of 1/2
 * @param brightness maximum amount added to or subtracted from values in [0,1], from 0 to 1
 * @param saturation maximum difference of the factor from 1, from 0 to 1
 * @param contrast maximum difference of the factor from 1, from 0 to 1
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
        "positive and finite");
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
   * Samples one distortion. Always takes eight values from {@code random}, so changing one range
   * does not change the values sampled for another.
   */
  public Distortion draw(RandomGenerator random) {
    double area = between(minArea, maxArea, random.nextDouble());
    // On a logarithmic scale, 1/2 and 2 are equally far from 1; Slim's uniform scale favours wide
    // crops.
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
