package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageReader;

/**
 * Reads WebP with a {@code javax.imageio} reader, if the application has one on its class path.
 * Such readers refuse animations, so this class extracts the first frame and draws it on the
 * canvas.
 *
 * <p>The container is defined by Google's "WebP Container Specification".
 */
final class WebpDecoder {

  static final String READER = "com.github.usefulness:webp-imageio";

  private static final int VP8 = 0x20385056;
  private static final int VP8L = 0x4c385056;
  private static final int VP8X = 0x58385056;
  private static final int ANMF = 0x464d4e41;
  private static final int EXIF = 0x46495845;
  private static final int RIFF = 0x46464952;
  private static final int WEBP = 0x50424557;
  private static final int CHUNKS = 12;
  private static final int FRAME_HEADER = 16;

  private WebpDecoder() {}

  /** Returns the header, with the dimensions of the canvas. */
  static ImageHeader header(ByteBuffer file) throws UnreadableImageException {
    file.order(ByteOrder.LITTLE_ENDIAN);
    int data = CHUNKS + 8;
    return switch (file.getInt(CHUNKS)) {
      case VP8 ->
          header(file, file.getShort(data + 6) & 0x3fff, file.getShort(data + 8) & 0x3fff, false);
      case VP8L -> {
        int bits = file.getInt(data + 1);
        yield header(file, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, (bits >> 28 & 1) != 0);
      }
      case VP8X ->
          header(
              file,
              uint24(file, data + 4) + 1,
              uint24(file, data + 7) + 1,
              (file.get(data) & 0x10) != 0);
      default -> throw new UnreadableImageException("is a WebP with an unknown first chunk");
    };
  }

  private static ImageHeader header(ByteBuffer file, int width, int height, boolean hasAlpha) {
    int exif = find(file, EXIF);
    int orientation =
        exif < 0 ? 1 : Math.max(1, Exif.orientation(file.slice(exif, size(file, exif))));
    int frame = find(file, ANMF);
    boolean isAnimated = frame >= 0;
    return new ImageHeader(
        ImageFormat.WEBP, width, height, orientation, hasAlpha || isAnimated, false, 1, 0);
  }

  static BufferedImage decode(byte[] file, ImageHeader header)
      throws IOException, UnreadableImageException {
    ImageReader reader = reader();
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int frame = find(buffer, ANMF);
    return frame < 0
        ? JdkDecoder.read(reader, file, header)
        : decodeFrame(reader, buffer, frame, header);
  }

  /** Returns the application's reader for WebP. */
  static ImageReader reader() throws UnreadableImageException {
    return ImageReaders.of("webp")
        .orElseThrow(
            () ->
                new UnreadableImageException(
                    "is a WebP, but the class path has no javax.imageio reader for WebP; add one,"
                        + " such as the optional dependency "
                        + READER));
  }

  private static BufferedImage decodeFrame(
      ImageReader reader, ByteBuffer file, int frame, ImageHeader header)
      throws IOException, UnreadableImageException {
    if (size(file, frame) < FRAME_HEADER) {
      throw new UnreadableImageException("is a WebP with a truncated frame");
    }
    int left = 2 * uint24(file, frame);
    int top = 2 * uint24(file, frame + 3);
    int width = uint24(file, frame + 6) + 1;
    int height = uint24(file, frame + 9) + 1;
    if (left + width > header.width() || top + height > header.height()) {
      throw new UnreadableImageException("is a WebP with a frame that exceeds its canvas");
    }
    byte[] chunks = new byte[size(file, frame) - FRAME_HEADER];
    file.get(frame + FRAME_HEADER, chunks);
    BufferedImage image = JdkDecoder.read(reader, standAlone(chunks, width, height), header);
    BufferedImage canvas =
        new BufferedImage(header.width(), header.height(), BufferedImage.TYPE_INT_ARGB);
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      canvas.setRGB(left, top + y, row.length, 1, row, 0, row.length);
    }
    return canvas;
  }

  /** Returns a stand-alone file with a frame's chunks, which may be ALPH and VP8, or VP8L. */
  private static byte[] standAlone(byte[] chunks, int width, int height) {
    ByteBuffer head = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(RIFF).putInt(22 + chunks.length).putInt(WEBP).putInt(VP8X).putInt(10).putInt(0x10);
    putUint24(head, width - 1);
    putUint24(head, height - 1);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(head.array());
    file.writeBytes(chunks);
    return file.toByteArray();
  }

  /** Returns the position of the data of the first chunk of the given type, or -1. */
  private static int find(ByteBuffer file, int type) {
    int position = CHUNKS;
    while (position <= file.limit() - 8) {
      if (file.getInt(position) == type) {
        return position + 8;
      }
      int length = file.getInt(position + 4);
      if (length < 0 || length > file.limit() - position - 8) {
        return -1;
      }
      position += 8 + length + (length & 1);
    }
    return -1;
  }

  /** Returns the size of the chunk whose data begins at {@code data}, up to the end of the file. */
  private static int size(ByteBuffer file, int data) {
    int size = file.getInt(data - 4);
    return size < 0 ? 0 : Math.min(size, file.limit() - data);
  }

  private static int uint24(ByteBuffer file, int position) {
    return file.getShort(position) & 0xffff | (file.get(position + 2) & 0xff) << 16;
  }

  private static void putUint24(ByteBuffer to, int value) {
    to.putShort((short) value).put((byte) (value >> 16));
  }
}
