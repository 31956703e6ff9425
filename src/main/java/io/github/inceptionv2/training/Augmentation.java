package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.image.DistortionRanges;
import java.util.Optional;

/**
 * Random changes to training images, which keep the network from memorizing the images. Immutable
 * and thread-safe.
 */
public final class Augmentation {

  private final Optional<DistortionRanges> ranges;

  private Augmentation(Optional<DistortionRanges> ranges) {
    this.ranges = ranges;
  }

  /**
   * Returns an augmentation that changes nothing: training images are cropped and resized as in
   * inference.
   */
  public static Augmentation none() {
    return new Augmentation(Optional.empty());
  }

  /**
   * Returns an augmentation that suits photographs:
   *
   * <ul>
   *   <li>a random crop of 25 to 100 % of the image, with a width of 3/4 to 4/3 of its height
   *   <li>half of the images mirrored
   *   <li>brightness changed by up to 0.1, saturation and contrast by up to 20 %
   * </ul>
   */
  public static Augmentation standard() {
    return of(0.25, 4 / 3.0, true, 0.1, 0.2, 0.2);
  }

  /**
   * Returns the augmentation that TF-Slim's {@code inception_preprocessing.py} uses for ImageNet:
   *
   * <ul>
   *   <li>a random crop of 5 to 100 % of the image, with a width of 3/4 to 4/3 of its height
   *   <li>half of the images mirrored
   *   <li>brightness changed by up to 32/255, saturation and contrast by up to 50 %
   * </ul>
   */
  public static Augmentation strong() {
    return of(0.05, 4 / 3.0, true, 32 / 255.0, 0.5, 0.5);
  }

  /**
   * Returns a custom augmentation.
   *
   * @param minArea smallest fraction of the image that a random crop covers, above 0 and at most 1
   * @param maxStretch largest ratio of the crop's longer side to its shorter side, at least 1; 4/3
   *     is usual
   * @param isFlipping true to mirror half of the images
   * @param brightness largest change to pixel values, which are in [0,1]; from 0 to 1
   * @param saturation largest difference between the saturation factor and 1, from 0 to 1
   * @param contrast largest difference between the contrast factor and 1, from 0 to 1
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

  /** Returns the ranges of the random changes. */
  @Override
  public String toString() {
    return ranges.map(DistortionRanges::toString).orElse("none");
  }
}
