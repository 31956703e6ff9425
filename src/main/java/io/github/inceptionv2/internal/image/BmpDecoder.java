package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads BMP with the JDK's decoder. TensorFlow's decoder supports no palettes, 16-bit pixels or
 * run-length encoding, and reads bit fields as BGR.
 *
 * <p>Headers come in many sizes. The JDK reads the headers of OS/2 1.x (12 bytes) and of Windows
 * (40, 108 and 124 bytes). OS/2 2.x headers have up to 64 bytes, and all fields after the
 * compression are optional. This class, like other decoders, refuses a header of 16 bytes, which
 * omits the compression too.
 */
final class BmpDecoder {

  private static final int FILE_HEADER_SIZE = 14;
  private static final int OS2_1_SIZE = 12;
  private static final int MIN_OS2_2_SIZE = 20;
  private static final int MAX_OS2_2_SIZE = 64;
  private static final int WINDOWS_SIZE = 40;

  /** Sizes of Windows headers with three or four bit masks, which some Adobe programs wrote. */
  private static final int MASKS_SIZE = 52;

  private static final int ALPHA_MASK_SIZE = 56;
  private static final int V4_SIZE = 108;
  private static final int V5_SIZE = 124;

  private static final int BIT_FIELDS = 3;
  private static final int EMBEDDED_JPEG = 4;
  private static final int EMBEDDED_PNG = 5;

  private BmpDecoder() {}

  static ImageHeader header(ByteBuffer file) throws UnreadableImageException {
    file.order(ByteOrder.LITTLE_ENDIAN);
    int size = file.getInt(FILE_HEADER_SIZE);
    boolean isOs2 = size == OS2_1_SIZE;
    if (!isOs2 && !isOs2Version2(size) && !isWindows(size)) {
      throw new UnreadableImageException(
          "is a BMP whose header has "
              + size
              + " bytes, which is not supported; expected 12, 20 to 64, 108 or 124");
    }
    int width = isOs2 ? file.getShort(18) & 0xffff : file.getInt(18);
    // a negative height means that rows are stored from top to bottom
    int height = isOs2 ? file.getShort(20) & 0xffff : file.getInt(22);
    if (height == Integer.MIN_VALUE) {
      throw new UnreadableImageException("is a BMP with the invalid height " + height);
    }
    checkCompression(size, isOs2 ? 0 : file.getInt(30));
    return ImageHeader.plain(ImageFormat.BMP, width, Math.abs(height));
  }

  private static void checkCompression(int headerSize, int compression)
      throws UnreadableImageException {
    if (isOs2Version2(headerSize) && compression >= BIT_FIELDS) {
      throw new UnreadableImageException(
          "is an OS/2 BMP with compression "
              + compression
              + " (Huffman or 24-bit run lengths), which is not supported");
    }
    if (compression == EMBEDDED_JPEG || compression == EMBEDDED_PNG) {
      throw new UnreadableImageException(
          "is a BMP with an embedded JPEG or PNG, which is not supported, because its header lacks"
              + " the size; extract the JPEG or PNG");
    }
  }

  private static boolean isWindows(int size) {
    return size == WINDOWS_SIZE
        || size == MASKS_SIZE
        || size == ALPHA_MASK_SIZE
        || size == V4_SIZE
        || size == V5_SIZE;
  }

  private static boolean isOs2Version2(int size) {
    return size >= MIN_OS2_2_SIZE && size <= MAX_OS2_2_SIZE && !isWindows(size);
  }

  static BufferedImage decode(byte[] file, ImageHeader header)
      throws IOException, UnreadableImageException {
    return JdkDecoder.read(JdkDecoder.reader("bmp"), forWindows(file), header);
  }

  /** Returns the file, with a 40-byte header in place of one that the JDK does not support. */
  private static byte[] forWindows(byte[] file) throws UnreadableImageException {
    ByteBuffer old = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int size = old.getInt(FILE_HEADER_SIZE);
    boolean hasMasks = size == MASKS_SIZE || size == ALPHA_MASK_SIZE;
    if (!isOs2Version2(size) && !hasMasks) {
      return file;
    }
    // Bit masks belong after a 40-byte header, where they already are.
    int kept = hasMasks && old.getInt(30) == BIT_FIELDS ? WINDOWS_SIZE : size;
    if (file.length < FILE_HEADER_SIZE + kept) {
      throw new UnreadableImageException("is a BMP that ends within its header");
    }
    int added = WINDOWS_SIZE - kept;
    byte[] changed = new byte[Math.max(FILE_HEADER_SIZE + WINDOWS_SIZE, file.length + added)];
    System.arraycopy(file, 0, changed, 0, FILE_HEADER_SIZE + Math.min(kept, WINDOWS_SIZE));
    System.arraycopy(
        file,
        FILE_HEADER_SIZE + kept,
        changed,
        FILE_HEADER_SIZE + WINDOWS_SIZE,
        file.length - FILE_HEADER_SIZE - kept);
    ByteBuffer.wrap(changed)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(10, old.getInt(10) + added)
        .putInt(FILE_HEADER_SIZE, WINDOWS_SIZE);
    return changed;
  }
}
