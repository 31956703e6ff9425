package io.github.inceptionv2.training;

/**
 * A number of epochs at one image size. Training can start with small images, from which a network
 * learns faster, and finish at the size at which the network will be used. Immutable and
 * thread-safe.
 *
 * @param imageSize height and width in pixels, from 32 to 1024
 * @param epochs at least 1
 */
public record Stage(int imageSize, int epochs) {

  /** Checks the ranges. */
  public Stage {
    OptionRanges.check(imageSize, 32, 1024, "imageSize");
    OptionRanges.check(epochs, 1, 100_000, "epochs");
  }
}
