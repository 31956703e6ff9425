package io.github.inceptionv2.internal.image;

import java.nio.ByteBuffer;

/** Reads a JPEG's size, orientation, number of scans and amount of metadata from its segments. */
final class JpegHeader {

  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int CMYK_COMPONENTS = 4;

  private final ByteBuffer file;
  private int width = -1;
  private int height;
  private int components;
  private boolean hasSeveralScans;
  private int orientation;
  private int scans;
  private long metadata;

  private JpegHeader(ByteBuffer file) {
    this.file = file.position(2);
  }

  static ImageHeader read(ByteBuffer file) throws UnreadableImageException {
    return new JpegHeader(file).read();
  }

  private ImageHeader read() throws UnreadableImageException {
    int marker = nextMarker();
    while (marker >= 0 && marker != EOI) {
      readSegment(marker);
      marker = nextMarker();
    }
    if (width < 0) {
      throw new UnreadableImageException(
          marker < 0
              ? "is a JPEG that ends within its header"
              : "is a JPEG without a frame header");
    }
    return new ImageHeader(
        ImageFormat.JPEG,
        width,
        height,
        Math.max(1, orientation),
        false,
        components == CMYK_COMPONENTS,
        hasSeveralScans ? Math.max(2, scans) : 1,
        metadata);
  }

  private void readSegment(int marker) throws UnreadableImageException {
    if (!hasLength(marker) || file.remaining() < 2) {
      return;
    }
    int start = file.position();
    int length = file.getShort(start) & 0xffff;
    if (isFrame(marker) && width < 0) {
      readFrame(start, marker);
    } else if (marker == SOS) {
      readScan(start);
    } else if (marker == APP1 && orientation == 0 && width < 0 && length > 2) {
      orientation = Exif.orientation(data(start, length));
    }
    metadata += marker >= APP0 ? length : 0;
    file.position(Math.min(file.limit(), start + Math.max(2, length)));
  }

  private ByteBuffer data(int start, int length) {
    return file.slice(start + 2, Math.min(length, file.limit() - start) - 2);
  }

  private void readFrame(int start, int marker) {
    height = file.getShort(start + 3) & 0xffff;
    width = file.getShort(start + 5) & 0xffff;
    components = file.get(start + 7) & 0xff;
    hasSeveralScans = marker == 0xc2 || marker == 0xc6 || marker == 0xca || marker == 0xce;
  }

  /**
   * Counts a scan. If the first scan lacks components, more scans follow and libjpeg keeps the
   * complete image in memory.
   */
  private void readScan(int start) throws UnreadableImageException {
    if (width < 0) {
      throw new UnreadableImageException("is a JPEG without a frame header");
    }
    int inScan = file.limit() > start + 2 ? file.get(start + 2) & 0xff : 0;
    hasSeveralScans |= scans == 0 && inScan < components;
    scans++;
  }

  /** Returns true for SOF0 to SOF15, but not for DHT, JPG and DAC, which are in the same range. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean hasLength(int marker) {
    return marker != 0x01 && (marker < 0xd0 || marker > 0xd7);
  }

  /**
   * Skips compressed data and invalid bytes, as libjpeg does, and returns the next marker, or -1 at
   * the end of the file.
   */
  private int nextMarker() {
    while (file.hasRemaining()) {
      if (file.get() == (byte) 0xff) {
        int marker = 0xff;
        while (marker == 0xff && file.hasRemaining()) {
          marker = file.get() & 0xff;
        }
        if (marker != 0 && marker != 0xff && (marker < 0xd0 || marker > 0xd7)) {
          return marker;
        }
      }
    }
    return -1;
  }
}
