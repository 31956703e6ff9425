package io.github.inceptionv2;

import io.github.inceptionv2.internal.network.Architecture;
import java.io.InvalidObjectException;
import java.io.Serializable;

/**
 * The width and height of the network's input, in pixels. Immutable and serializable.
 *
 * <pre>{@code
 * ImageSize square = ImageSize.square(299);
 * ImageSize wide = ImageSize.ofWidth(320).height(224);
 * }</pre>
 */
public final class ImageSize implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * The minimum width and height: the network halves them five times, so 32 leaves one position.
   * The minimum of TF-Slim is also 32.
   */
  public static final int MIN = Architecture.MIN_SIZE;

  /** The maximum product of width and height: for 4 megapixels, the network needs 1.2 GB. */
  public static final int MAX_PIXELS = 1 << 22;

  private final int width;
  private final int height;

  private ImageSize(int width, int height) {
    this.width = width;
    this.height = height;
    if (height < MIN || width < MIN) {
      throw new IllegalArgumentException(
          "size " + this + " is too small; expected at least " + MIN + "x" + MIN);
    }
    if ((long) height * width > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "size " + this + " is too large; expected at most " + MAX_PIXELS + " pixels in all");
    }
  }

  /**
   * Returns a size of equal width and height.
   *
   * @param side from {@value #MIN} to 2048
   * @throws IllegalArgumentException if the network does not accept this size
   */
  public static ImageSize square(int side) {
    return new ImageSize(side, side);
  }

  /**
   * Starts to build a size from its width. A separate method sets the height, so width and height
   * cannot be swapped.
   *
   * @param width at least {@value #MIN}
   */
  public static Width ofWidth(int width) {
    return new Width(width);
  }

  /** A width whose height is not set yet. */
  public static final class Width {

    private final int width;

    private Width(int width) {
      this.width = width;
    }

    /**
     * Returns the size with this width and {@code height}.
     *
     * @param height at least {@value ImageSize#MIN}
     * @throws IllegalArgumentException if the network does not accept this size
     */
    public ImageSize height(int height) {
      return new ImageSize(width, height);
    }
  }

  /** Returns the width in pixels. */
  public int width() {
    return width;
  }

  /** Returns the height in pixels. */
  public int height() {
    return height;
  }

  private Object readResolve() throws InvalidObjectException {
    try {
      return new ImageSize(width, height);
    } catch (IllegalArgumentException e) {
      throw InvalidObjects.of("image size", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageSize size && size.width == width && size.height == height;
  }

  @Override
  public int hashCode() {
    return 31 * width + height;
  }

  /** Returns {@code WIDTHxHEIGHT}. */
  @Override
  public String toString() {
    return width + "x" + height;
  }
}
