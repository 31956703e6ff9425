package io.github.inceptionv2.internal.image;

import java.util.Arrays;
import java.util.Optional;

/**
 * Adds the end marker to a JPEG that ends early. A decoder then takes the missing blocks for blocks
 * of zeros, which are gray.
 */
final class CutJpeg {

  private static final int SOS = 0xda;
  private static final int EOI = 0xd9;

  private final byte[] file;
  private int position = 2;
  private int pixels = -1;

  private CutJpeg(byte[] file) {
    this.file = file;
  }

  /** Returns nothing if the file has its end, or ends before its first pixels. */
  static Optional<byte[]> completed(byte[] file) {
    return new CutJpeg(file).complete();
  }

  private Optional<byte[]> complete() {
    int end = end();
    if (end < 0 || pixels < 0 || pixels >= end) {
      return Optional.empty();
    }
    byte[] completed = Arrays.copyOf(file, end + 2);
    completed[end] = (byte) 0xff;
    completed[end + 1] = (byte) EOI;
    return Optional.of(completed);
  }

  /** Returns the end of what is whole: a segment that is cut does not count; -1 at a marker EOI. */
  private int end() {
    for (int marker = nextMarker(); marker >= 0; marker = nextMarker()) {
      int start = position;
      int length = start + 2 <= file.length ? uint16(start) : file.length;
      if (marker == EOI) {
        return -1;
      } else if (start + Math.max(2, length) > file.length) {
        return start - 2;
      }
      position = start + Math.max(2, length);
      pixels = marker == SOS && pixels < 0 ? position : pixels;
    }
    return file.length;
  }

  /**
   * Skips compressed data to the next marker that begins a segment, or EOI, and past it; -1 at the
   * end of the file.
   */
  private int nextMarker() {
    while (position + 1 < file.length) {
      int marker = file[position + 1] & 0xff;
      boolean isMarker = file[position] == (byte) 0xff && marker != 0 && marker != 0xff;
      boolean isAlone = marker >= 0xd0 && marker <= 0xd7 || marker == 0x01;
      position += isMarker ? 2 : 1;
      if (isMarker && !isAlone) {
        return marker;
      }
    }
    return -1;
  }

  private int uint16(int at) {
    return (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
  }
}
