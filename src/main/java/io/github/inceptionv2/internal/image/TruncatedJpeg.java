package io.github.inceptionv2.internal.image;

import java.util.Arrays;
import java.util.Optional;

/**
 * Adds the end marker to a truncated JPEG. A decoder then reads the missing blocks as zeros, which
 * are gray.
 */
final class TruncatedJpeg {

  private static final int SOS = 0xda;
  private static final int EOI = 0xd9;

  private final byte[] file;
  private int position = 2;
  private int pixels = -1;

  private TruncatedJpeg(byte[] file) {
    this.file = file;
  }

  /** Returns the completed file, or empty if the file is not truncated or has no pixels. */
  static Optional<byte[]> completed(byte[] file) {
    return new TruncatedJpeg(file).complete();
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

  /**
   * Returns the end of the usable bytes, which exclude a truncated segment; -1 if there is an EOI
   * marker.
   */
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
   * Skips compressed data up to and including the next marker that begins a segment, or EOI.
   * Returns the marker, or -1 at the end of the file.
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
