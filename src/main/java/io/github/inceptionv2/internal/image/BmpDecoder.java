package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads BMP by the JDK's decoder; TensorFlow's knows neither palettes, nor 16 bits, nor run
 * lengths, and takes bit fields for BGR.
 *
 * <p>Headers come in many sizes. The JDK knows those of OS/2 1.x (12 bytes) and of Windows (40, 108
 * and 124). OS/2 2.x wrote up to 64 bytes, of which all after the compression may be left out. One
 * of 16 bytes, which leaves out the compression too, is refused, as other decoders do.
 */
final class BmpDecoder {

  private static final int FILE_HEADER_SIZE = 14;
  private static final int OS2_1_SIZE = 12;
  private static final int MIN_OS2_2_SIZE = 20;
  private static final int MAX_OS2_2_SIZE = 64;
  private static final int WINDOWS_SIZE = 40;

  /** Windows headers with three or four bit masks, as some Adobe programs wrote them. */
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
    // a negative height says that the rows go from top to bottom
    int height = isOs2 ? file.getShort(20) & 0xffff : file.getInt(22);
    if (height == Integer.MIN_VALUE) {
      throw new UnreadableImageException("is a BMP of impossible height " + height);
    }
    checkCompression(size, isOs2 ? 0 : file.getInt(30));
    return ImageHeader.plain(ImageFormat.BMP, width, Math.abs(height));
  }

  private static void checkCompression(int headerSize, int compression)
      throws UnreadableImageException {
    if (isOs2Version2(headerSize) && compression >= BIT_FIELDS) {
      throw new UnreadableImageException(
          "is a BMP of OS/2 with the compression "
              + compression
              + " (Huffman or run lengths of 24 bits), which is not supported");
    }
    if (compression == EMBEDDED_JPEG || compression == EMBEDDED_PNG) {
      throw new UnreadableImageException(
          "is a BMP around a JPEG or PNG, whose size its header does not tell; take that out of it");
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

  /** Returns the file with a header of 40 bytes in the place of one that the JDK does not know. */
  private static byte[] forWindows(byte[] file) throws UnreadableImageException {
    ByteBuffer old = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int size = old.getInt(FILE_HEADER_SIZE);
    boolean hasMasks = size == MASKS_SIZE || size == ALPHA_MASK_SIZE;
    if (!isOs2Version2(size) && !hasMasks) {
      return file;
    }
    // Bit masks belong behind a header of 40 bytes, where they are already.
    int kept = hasMasks && old.getInt(30) == BIT_FIELDS ? WINDOWS_SIZE : size;
    if (file.length < FILE_HEADER_SIZE + kept) {
      throw new UnreadableImageException("is a BMP that ends in its header");
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
