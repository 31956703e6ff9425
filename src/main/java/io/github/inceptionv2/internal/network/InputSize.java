package io.github.inceptionv2.internal.network;

/**
 * The height and width at which images enter the network, in pixels.
 *
 * @param height from 32 to 2048
 * @param width likewise
 */
public record InputSize(int height, int width) {

  /** The size that the published network was trained at. */
  public static final InputSize DEFAULT =
      new InputSize(Architecture.DEFAULT_SIZE, Architecture.DEFAULT_SIZE);

  /** Square, this is as many pixels as may enter the network. */
  private static final int MAX_PIXELS = 2048;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the network cannot take images of this size
   */
  public InputSize {
    if (!canBe(height) || !canBe(width)) {
      throw new IllegalArgumentException(refusal(width + "x" + height));
    }
  }

  /** Returns whether images of {@code pixels} in height or width can enter the network. */
  public static boolean canBe(long pixels) {
    return pixels >= Architecture.MIN_SIZE && pixels <= MAX_PIXELS;
  }

  /** Returns why images of {@code size} cannot enter. */
  public static String refusal(String size) {
    return "images of "
        + size
        + " pixels, which this network cannot take; height and width are from "
        + Architecture.MIN_SIZE
        + " to "
        + MAX_PIXELS;
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
