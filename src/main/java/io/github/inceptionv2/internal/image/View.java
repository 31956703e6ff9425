package io.github.inceptionv2.internal.image;

import java.util.Locale;
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

  /**
   * The region of an image that was decoded to the given size.
   *
   * @param ratio by what the size was divided on decoding; a region counts pixels of the whole
   *     image
   */
  Region of(int height, int width, int ratio) throws UnreadableImageException {
    if (region.isEmpty()) {
      return new Region(0, 0, width, height);
    }
    Region wanted = region.get();
    if ((long) wanted.left() + wanted.width() > (long) width * ratio
        || (long) wanted.top() + wanted.height() > (long) height * ratio) {
      throw new UnreadableImageException(
          String.format(
              Locale.ROOT,
              "has %dx%d pixels, but the region asked for is %dx%d at %d, %d",
              width * ratio,
              height * ratio,
              wanted.width(),
              wanted.height(),
              wanted.left(),
              wanted.top()));
    }
    return new Region(
        wanted.left() / ratio,
        wanted.top() / ratio,
        Math.max(1, wanted.width() / ratio),
        Math.max(1, wanted.height() / ratio));
  }
}
