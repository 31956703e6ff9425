package io.github.inceptionv2.internal.network;

/**
 * The height and width of the network's input images, in pixels.
 *
 * @param height from 32 to 2048
 * @param width from 32 to 2048
 */
public record InputSize(int height, int width) {

  /** The size of the published network's training images. */
  public static final InputSize DEFAULT =
      new InputSize(Architecture.DEFAULT_SIZE, Architecture.DEFAULT_SIZE);

  /** The maximum height and width; its square is the maximum number of pixels. */
  private static final int MAX_PIXELS = 2048;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the network does not accept images of this size
   */
  public InputSize {
    if (!canBe(height) || !canBe(width)) {
      throw new IllegalArgumentException(refusal(width + "x" + height));
    }
  }

  /** Returns true if the network accepts images with {@code pixels} as their height or width. */
  public static boolean canBe(long pixels) {
    return pixels >= Architecture.MIN_SIZE && pixels <= MAX_PIXELS;
  }

  /** Returns the end of an error message about images of {@code size}. */
  public static String refusal(String size) {
    return "images of "
        + size
        + " pixels, which this network does not accept; height and width must be from "
        + Architecture.MIN_SIZE
        + " to "
        + MAX_PIXELS;
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
