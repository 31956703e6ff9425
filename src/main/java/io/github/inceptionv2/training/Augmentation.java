package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.image.DistortionRanges;
import java.util.Optional;

/**
 * How training images are changed at random, so that the network does not learn them by heart.
 * Immutable, and safe for use by several threads.
 */
public final class Augmentation {

  private final Optional<DistortionRanges> ranges;

  private Augmentation(Optional<DistortionRanges> ranges) {
    this.ranges = ranges;
  }

  /** Returns none: training images are cropped and resized as in inference. */
  public static Augmentation none() {
    return new Augmentation(Optional.empty());
  }

  /**
   * Returns what suits photographs:
   *
   * <ul>
   *   <li>a random crop of 25 to 100 % of the image, its width 3/4 to 4/3 of its height
   *   <li>half of the images mirrored
   *   <li>brightness by up to 0.1, saturation and contrast by up to 20 %
   * </ul>
   */
  public static Augmentation standard() {
    return of(0.25, 4 / 3.0, true, 0.1, 0.2, 0.2);
  }

  /**
   * Returns what TF-Slim's {@code inception_preprocessing.py} does to train on ImageNet:
   *
   * <ul>
   *   <li>a random crop of 5 to 100 % of the image, its width 3/4 to 4/3 of its height
   *   <li>half of the images mirrored
   *   <li>brightness by up to 32/255, saturation and contrast by up to 50 %
   * </ul>
   */
  public static Augmentation strong() {
    return of(0.05, 4 / 3.0, true, 32 / 255.0, 0.5, 0.5);
  }

  /**
   * Returns a choice of its own.
   *
   * @param minArea the least share of the image that a random crop takes, above 0 to 1
   * @param maxStretch the most that width and height of the crop may differ, from 1; 4/3 is usual
   * @param isFlipping whether half of the images are mirrored
   * @param brightness the most that is added to values of [0,1], 0 to 1
   * @param saturation the most that the factor differs from 1, 0 to 1
   * @param contrast the most that the factor differs from 1, 0 to 1
   */
  public static Augmentation of(
      double minArea,
      double maxStretch,
      boolean isFlipping,
      double brightness,
      double saturation,
      double contrast) {
    OptionRanges.check(maxStretch, 1, 100, "maxStretch");
    return new Augmentation(
        Optional.of(
            new DistortionRanges(
                minArea,
                1,
                1 / maxStretch,
                maxStretch,
                isFlipping,
                (float) brightness,
                (float) saturation,
                (float) contrast)));
  }

  Optional<DistortionRanges> ranges() {
    return ranges;
  }

  /** Returns the ranges. */
  @Override
  public String toString() {
    return ranges.map(DistortionRanges::toString).orElse("none");
  }
}
