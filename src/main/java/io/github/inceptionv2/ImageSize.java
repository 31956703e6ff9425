package io.github.inceptionv2;

import io.github.inceptionv2.internal.network.Architecture;
import java.io.InvalidObjectException;
import java.io.Serializable;

/**
 * Width and height of the network's input, in pixels. Immutable, and serializable.
 *
 * <pre>{@code
 * ImageSize square = ImageSize.square(299);
 * ImageSize wide = ImageSize.ofWidth(320).height(224);
 * }</pre>
 */
public final class ImageSize implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * The smallest width and height: the network halves them five times, and 32 leaves one cell.
   * TF-Slim asks for no less.
   */
  public static final int MIN = Architecture.MIN_SIZE;

  /** The largest width times height: at 4 megapixels the network needs 1.2 GB. */
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
   * @throws IllegalArgumentException if the network cannot take this size
   */
  public static ImageSize square(int side) {
    return new ImageSize(side, side);
  }

  /**
   * Begins a size with its width; the height follows by name, so that the two cannot be confused.
   *
   * @param width from {@value #MIN} on
   */
  public static Width ofWidth(int width) {
    return new Width(width);
  }

  /** A width that waits for its height. */
  public static final class Width {

    private final int width;

    private Width(int width) {
      this.width = width;
    }

    /**
     * Returns the size of this width and {@code height}.
     *
     * @param height from {@value ImageSize#MIN} on
     * @throws IllegalArgumentException if the network cannot take this size
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
