package io.github.inceptionv2;

import io.github.inceptionv2.internal.network.Architecture;
import java.io.Serializable;

/**
 * Height and width of the network's input, in pixels.
 *
 * @param height from {@value #MIN} on
 * @param width from {@value #MIN} on
 */
public record ImageSize(int height, int width) implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * The smallest height and width: the network halves them five times, and 32 leaves one cell.
   * TF-Slim asks for no less.
   */
  public static final int MIN = Architecture.MIN_SIZE;

  /** The largest height times width: at 4 megapixels the network needs 1.2 GB. */
  public static final int MAX_PIXELS = 1 << 22;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the network cannot take this size
   */
  public ImageSize {
    if (height < MIN || width < MIN) {
      throw new IllegalArgumentException(
          "size " + height + "x" + width + " is too small; expected at least " + MIN + "x" + MIN);
    }
    if ((long) height * width > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "size "
              + height
              + "x"
              + width
              + " is too large; expected at most "
              + MAX_PIXELS
              + " pixels in all");
    }
  }

  /** Returns {@code HEIGHTxWIDTH}. */
  @Override
  public String toString() {
    return height + "x" + width;
  }
}
