package io.github.inceptionv2.training;

/**
 * Some epochs at one image size: a network learns faster from small images, and is then finished at
 * the size at which it will be used. Immutable, and safe for use by several threads.
 *
 * @param imageSize height and width in pixels, from 32 to 1024
 * @param epochs at least 1
 */
public record Stage(int imageSize, int epochs) {

  /** Checks both. */
  public Stage {
    OptionRanges.check(imageSize, 32, 1024, "imageSize");
    OptionRanges.check(epochs, 1, 100_000, "epochs");
  }
}
