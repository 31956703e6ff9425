package io.github.inceptionv2.internal.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What an image file says of itself before any pixel is decoded.
 *
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param orientation the EXIF orientation, 1 to 8; 1 where there is none or it makes no sense
 * @param hasAlpha whether pixels may be transparent
 * @param isCmyk whether pixels are stored as four inks
 * @param scans of a JPEG, 1 otherwise
 * @param metadataBytes of all that is not pixels
 */
record ImageHeader(
    ImageFormat format,
    int width,
    int height,
    int orientation,
    boolean hasAlpha,
    boolean isCmyk,
    int scans,
    long metadataBytes) {

  /** A header of an upright, opaque image in one scan. */
  static ImageHeader plain(ImageFormat format, int width, int height) {
    return new ImageHeader(format, width, height, 1, false, false, 1, 0);
  }

  /** Reads the header of {@code file} and checks that decoding it is worth trying. */
  static ImageHeader read(byte[] file, ImageSettings settings) throws UnreadableImageException {
    if (file.length > settings.maxBytes()) {
      throw new UnreadableImageException(
          "has " + file.length + " bytes, expected at most maxBytes = " + settings.maxBytes());
    }
    ImageFormat format = sniff(file);
    ImageHeader header;
    try {
      header = read(format, ByteBuffer.wrap(file));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new UnreadableImageException("is a " + format + " that ends in its header", e);
    }
    header.check(settings);
    return header;
  }

  private static ImageFormat sniff(byte[] file) throws UnreadableImageException {
    if (file.length == 0) {
      throw new UnreadableImageException("is empty, expected a " + ImageFormat.NAMES);
    }
    Optional<ImageFormat> format = ImageFormat.of(file);
    if (format.isEmpty()) {
      throw new UnreadableImageException(problem(file));
    }
    return format.get();
  }

  private static String problem(byte[] file) {
    return OtherFormat.of(file)
        .map(
            other ->
                "is "
                    + other
                    + ", expected a "
                    + ImageFormat.NAMES
                    + "; convert it to JPEG or PNG first, such as with ImageMagick")
        .orElseGet(
            () ->
                "is not a "
                    + ImageFormat.NAMES
                    + ": it begins with the bytes "
                    + HexFormat.ofDelimiter(" ")
                        .formatHex(Arrays.copyOf(file, Math.min(8, file.length))));
  }

  private static ImageHeader read(ImageFormat format, ByteBuffer file)
      throws UnreadableImageException {
    return switch (format) {
      case JPEG -> JpegHeader.read(file);
      case PNG -> PngHeader.read(file);
      case GIF -> GifDecoder.header(file);
      case BMP -> BmpDecoder.header(file);
      case WEBP -> WebpDecoder.header(file);
    };
  }

  /** Whether decoding needs about as much memory again as the decoded pixels. */
  private boolean countsTwice() {
    return hasAlpha || isCmyk || scans > 1;
  }

  /** Its pixels, or twice as many where decoding takes so much memory. */
  long weight() {
    return (long) width * height * (countsTwice() ? 2 : 1);
  }

  /** Whether it is too large to be decoded in full. */
  boolean isOversized(ImageSettings settings) {
    return weight() > settings.maxPixels();
  }

  private void check(ImageSettings settings) throws UnreadableImageException {
    if (width < 1 || height < 1) {
      throw new UnreadableImageException(
          "is a " + format + " of " + width + "x" + height + " pixels, expected at least 1x1");
    }
    if (isOversized(settings) && !JpegScaling.canShrink(this, settings)) {
      throw new UnreadableImageException(
          "is a "
              + format
              + " of "
              + width
              + "x"
              + height
              + " pixels"
              + (countsTwice() ? ", which count twice (alpha, CMYK or several scans)" : "")
              + ", expected at most maxPixels = "
              + settings.maxPixels());
    }
    checkLimit(scans, settings.maxScans(), "scans", "maxScans");
    checkLimit(metadataBytes, settings.maxMetadataBytes(), "bytes of metadata", "maxMetadataBytes");
  }

  private void checkLimit(long value, long limit, String unit, String setting)
      throws UnreadableImageException {
    if (value > limit) {
      throw new UnreadableImageException(
          "is a "
              + format
              + " with "
              + value
              + " "
              + unit
              + ", expected at most "
              + setting
              + " = "
              + limit);
    }
  }
}
