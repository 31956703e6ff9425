package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads BMP by the JDK's decoder; TensorFlow's knows neither palettes, nor 16 bits, nor run
 * lengths, and takes bit fields for BGR.
 */
final class BmpDecoder {

  private static final int OS2_HEADER_SIZE = 12;
  private static final int EMBEDDED_JPEG = 4;
  private static final int EMBEDDED_PNG = 5;

  private BmpDecoder() {}

  static ImageHeader header(ByteBuffer file) throws UnreadableImageException {
    file.order(ByteOrder.LITTLE_ENDIAN);
    boolean isOs2 = file.getInt(14) == OS2_HEADER_SIZE;
    int width = isOs2 ? file.getShort(18) & 0xffff : file.getInt(18);
    // a negative height says that the rows go from top to bottom
    int height = isOs2 ? file.getShort(20) & 0xffff : file.getInt(22);
    if (height == Integer.MIN_VALUE) {
      throw new UnreadableImageException("is a BMP of impossible height " + height);
    }
    int compression = isOs2 ? 0 : file.getInt(30);
    if (compression == EMBEDDED_JPEG || compression == EMBEDDED_PNG) {
      throw new UnreadableImageException(
          "is a BMP around a JPEG or PNG, whose size its header does not tell; take that out of it");
    }
    return ImageHeader.plain(ImageFormat.BMP, width, Math.abs(height));
  }

  static BufferedImage decode(byte[] file, ImageHeader header)
      throws IOException, UnreadableImageException {
    return JdkDecoder.read(JdkDecoder.reader("bmp"), file, header);
  }
}
