package io.github.inceptionv2.internal.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads the headers of image files before large amounts of memory are allocated for pixels. */
final class HeaderReader {

  private static final String WAY_OUT =
      "; or set readsOtherFormats of ImageOptions (--other-formats) if javax.imageio can read it";

  private HeaderReader() {}

  /** Reads the header of {@code file} and checks that the image is within the limits. */
  static ImageHeader read(byte[] file, ImageSettings settings) throws UnreadableImageException {
    if (file.length > settings.maxBytes()) {
      throw new UnreadableImageException(
          "has " + file.length + " bytes, expected at most maxBytes = " + settings.maxBytes());
    }
    ImageFormat format = sniff(file, settings);
    ImageHeader header;
    try {
      header = read(format, ByteBuffer.wrap(file));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new UnreadableImageException("is a " + format + " that ends within its header", e);
    }
    check(header, settings);
    return header;
  }

  private static ImageFormat sniff(byte[] file, ImageSettings settings)
      throws UnreadableImageException {
    if (file.length == 0) {
      throw new UnreadableImageException("is empty, expected a " + ImageFormat.NAMES);
    }
    Optional<ImageFormat> format = ImageFormat.of(file);
    if (format.isEmpty() && settings.readsOtherFormats()) {
      return ImageFormat.OTHER;
    } else if (format.isEmpty()) {
      throw new UnreadableImageException(UnsupportedFormat.problem(file, WAY_OUT));
    }
    return format.get();
  }

  private static ImageHeader read(ImageFormat format, ByteBuffer file)
      throws UnreadableImageException {
    return switch (format) {
      case JPEG -> JpegHeader.read(file);
      case PNG -> PngHeader.read(file);
      case GIF -> GifDecoder.header(file);
      case BMP -> BmpDecoder.header(file);
      case OTHER -> ImageIoDecoder.header(file.array());
      case WEBP -> WebpDecoder.header(file);
    };
  }

  private static void check(ImageHeader header, ImageSettings settings)
      throws UnreadableImageException {
    if (header.width() < 1 || header.height() < 1) {
      throw new UnreadableImageException(
          "is a " + header.format() + " of " + size(header) + " pixels, expected at least 1x1");
    }
    if (header.isOversized(settings) && !JpegScaling.canShrink(header, settings)) {
      throw new UnreadableImageException(
          "is a "
              + header.format()
              + " of "
              + size(header)
              + " pixels, expected at most maxPixels = "
              + settings.maxPixels()
              + (header.countsTwice() ? "; alpha, CMYK or several scans count twice" : ""));
    }
    checkLimit(header, header.scans(), settings.maxScans(), "scans", "maxScans");
    checkLimit(
        header,
        header.metadataBytes(),
        settings.maxMetadataBytes(),
        "bytes of metadata",
        "maxMetadataBytes");
  }

  private static String size(ImageHeader header) {
    return header.width() + "x" + header.height();
  }

  private static void checkLimit(
      ImageHeader header, long value, long limit, String unit, String setting)
      throws UnreadableImageException {
    if (value > limit) {
      throw new UnreadableImageException(
          "is a "
              + header.format()
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
