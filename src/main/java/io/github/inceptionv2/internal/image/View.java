package io.github.inceptionv2.internal.image;

import java.util.Optional;

/**
 * Which part of an image is meant.
 *
 * @param quarterTurns clockwise, after the EXIF orientation
 * @param region of the turned image; all of it if absent
 */
public record View(int quarterTurns, Optional<Region> region) {

  /** All of an image as it comes. */
  public static final View ALL = new View(0, Optional.empty());

  /** A rectangle in pixels. */
  public record Region(int left, int top, int width, int height) {}

  Region of(int height, int width) throws UnreadableImageException {
    Region all = new Region(0, 0, width, height);
    Region wanted = region.orElse(all);
    if ((long) wanted.left() + wanted.width() > width
        || (long) wanted.top() + wanted.height() > height) {
      throw new UnreadableImageException(
          "has " + width + "x" + height + " pixels, but the region asked for is " + wanted);
    }
    return wanted;
  }
}
