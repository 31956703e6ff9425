package io.github.inceptionv2.internal.image;

import java.nio.ByteBuffer;

/** Walks a JPEG's segments up to the frame header, and counts its scans. */
final class JpegHeader {

  private static final int APP1 = 0xe1;
  private static final int SOS = 0xda;
  private static final int EOI = 0xd9;

  private JpegHeader() {}

  static ImageHeader read(ByteBuffer file) throws UnreadableImageException {
    file.position(2);
    int orientation = 0;
    long metadata = 0;
    while (true) {
      int marker = nextMarker(file);
      if (marker == EOI || marker == SOS) {
        throw new UnreadableImageException("is a JPEG without a frame header");
      } else if (isFrame(marker)) {
        return frame(file, marker, Math.max(1, orientation), metadata);
      } else if (hasLength(marker)) {
        int length = file.getShort(file.position()) & 0xffff;
        if (marker == APP1 && orientation == 0 && length > 2) {
          orientation = Exif.orientation(segment(file, length));
        }
        metadata += marker >= 0xe0 ? length : 0;
        file.position(file.position() + length);
      }
    }
  }

  private static ByteBuffer segment(ByteBuffer file, int length) {
    int start = file.position() + 2;
    return file.slice(start, Math.min(length - 2, file.limit() - start));
  }

  private static ImageHeader frame(ByteBuffer file, int marker, int orientation, long metadata) {
    int height = file.getShort(file.position() + 3) & 0xffff;
    int width = file.getShort(file.position() + 5) & 0xffff;
    boolean isCmyk = file.get(file.position() + 7) == 4;
    boolean isProgressive = marker == 0xc2 || marker == 0xc6 || marker == 0xca || marker == 0xce;
    int scans = isProgressive ? countScans(file) : 1;
    return new ImageHeader(
        ImageFormat.JPEG, width, height, orientation, false, isCmyk, scans, metadata);
  }

  /** Compressed data never holds the two bytes of a marker, so each pair that is SOS begins one. */
  private static int countScans(ByteBuffer file) {
    int count = 0;
    for (int i = file.position(); i < file.limit() - 1; i++) {
      if (file.get(i) == (byte) 0xff && file.get(i + 1) == (byte) SOS) {
        count++;
      }
    }
    return Math.max(2, count);
  }

  /** SOF0 to SOF15 without DHT, JPG and DAC, which lie among them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean hasLength(int marker) {
    return marker != 0x01 && (marker < 0xd0 || marker > 0xd7);
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
}
