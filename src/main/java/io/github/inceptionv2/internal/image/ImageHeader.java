package io.github.inceptionv2.internal.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What an image file says of itself before any pixel is decoded.
 *
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 */
record ImageHeader(ImageFormat format, int width, int height) {

  /**
   * Above this an image is refused: the number of pixels at which Pillow, too, takes an image for a
   * decompression bomb. Decoded it has 537 MB.
   */
  static final long MAX_PIXELS = 178_956_970;

  /** Reads the header of {@code file} and checks that decoding it is worth trying. */
  static ImageHeader read(byte[] file) throws UnreadableImageException {
    ImageFormat format = sniff(file);
    ImageHeader header;
    try {
      header = read(format, ByteBuffer.wrap(file));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new UnreadableImageException("is a " + format + " that ends in its header", e);
    }
    header.check();
    return header;
  }

  private static ImageFormat sniff(byte[] file) throws UnreadableImageException {
    if (file.length == 0) {
      throw new UnreadableImageException("is empty, expected a JPEG, PNG, GIF or BMP");
    }
    ImageFormat format =
        ImageFormat.of(file)
            .orElseThrow(
                () ->
                    new UnreadableImageException(
                        "is not a JPEG, PNG, GIF or BMP: it begins with the bytes "
                            + HexFormat.ofDelimiter(" ")
                                .formatHex(Arrays.copyOf(file, Math.min(8, file.length)))));
    if (!format.isDecodable()) {
      throw new UnreadableImageException(
          "is " + format + ", expected a JPEG, PNG, GIF or BMP; convert it first");
    }
    return format;
  }

  private static ImageHeader read(ImageFormat format, ByteBuffer file)
      throws UnreadableImageException {
    return switch (format) {
      case JPEG -> readJpeg(file);
      case PNG -> new ImageHeader(format, file.getInt(16), file.getInt(20));
      case GIF -> readGif(file.order(ByteOrder.LITTLE_ENDIAN));
      case BMP -> readBmp(file.order(ByteOrder.LITTLE_ENDIAN));
      default -> throw new AssertionError(format);
    };
  }

  /** Walks the segments up to the frame header, SOF0 to SOF15. */
  private static ImageHeader readJpeg(ByteBuffer file) throws UnreadableImageException {
    file.position(2);
    while (true) {
      int marker = nextMarker(file);
      boolean isFrame = marker >= 0xc0 && marker <= 0xcf;
      if (isFrame && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
        int height = file.getShort(file.position() + 3) & 0xffff;
        int width = file.getShort(file.position() + 5) & 0xffff;
        return new ImageHeader(ImageFormat.JPEG, width, height);
      }
      if (marker == 0xd9 || marker == 0xda) {
        throw new UnreadableImageException("is a JPEG without a frame header");
      }
      boolean hasLength = marker != 0x01 && (marker < 0xd0 || marker > 0xd7);
      if (hasLength) {
        file.position(file.position() + (file.getShort(file.position()) & 0xffff));
      }
    }
  }

  /** Skips to the next marker and past it; libjpeg, too, skips what should not be there. */
  private static int nextMarker(ByteBuffer file) {
    int marker;
    do {
      while (file.get() != (byte) 0xff) {
        // not a marker
      }
      do {
        marker = file.get() & 0xff;
      } while (marker == 0xff);
    } while (marker == 0);
    return marker;
  }

  private static ImageHeader readGif(ByteBuffer file) {
    return new ImageHeader(ImageFormat.GIF, file.getShort(6) & 0xffff, file.getShort(8) & 0xffff);
  }

  private static ImageHeader readBmp(ByteBuffer file) {
    boolean isOs2 = file.getInt(14) == 12;
    int width = isOs2 ? file.getShort(18) & 0xffff : file.getInt(18);
    // a negative height says that the rows go from top to bottom
    int height = isOs2 ? file.getShort(20) & 0xffff : file.getInt(22);
    return new ImageHeader(ImageFormat.BMP, width, Math.abs(height));
  }

  private void check() throws UnreadableImageException {
    if (width < 1 || height < 1) {
      throw new UnreadableImageException(
          "is a " + format + " of " + width + "x" + height + " pixels, expected at least 1x1");
    }
    if ((long) width * height > MAX_PIXELS) {
      throw new UnreadableImageException(
          "is a "
              + format
              + " of "
              + width
              + "x"
              + height
              + " pixels, expected at most "
              + MAX_PIXELS
              + " in all");
    }
  }
}
