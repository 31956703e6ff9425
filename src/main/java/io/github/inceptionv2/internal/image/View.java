package io.github.inceptionv2.internal.image;

import java.util.Locale;
import java.util.Optional;

/**
 * A part of an image, and its rotation.
 *
 * @param quarterTurns the number of clockwise quarter turns, after the EXIF orientation
 * @param region a region of the turned image; the whole image if empty
 */
public record View(int quarterTurns, Optional<Region> region) {

  /** The whole image, without rotation. */
  public static final View ALL = new View(0, Optional.empty());

  /** A rectangle in pixels. */
  public record Region(int left, int top, int width, int height) {}

  /**
   * Returns the region of an image that was decoded to the given size.
   *
   * @param ratio the divisor of the size at which the image was decoded; {@link #region} is in
   *     pixels of the full size
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
              "has %dx%d pixels, but the requested region is %dx%d at %d, %d",
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
