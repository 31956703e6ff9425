package io.github.inceptionv2.internal.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Reads a PNG's header and metadata from its chunks. */
final class PngHeader {

  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int PLTE = 0x504c5445;
  private static final int TRNS = 0x74524e53;
  private static final int EXIF = 0x65584966;
  private static final int FRAME_CONTROL = 0x6663544c;
  private static final int FRAME_DATA = 0x66644154;
  private static final int ALPHA = 4;

  /** The maximum number of text chunks that are parsed; an image has one EXIF profile. */
  private static final int MAX_PROFILES = 4;

  private PngHeader() {}

  static ImageHeader read(ByteBuffer file) throws UnreadableImageException {
    if (file.getInt(12) != IHDR) {
      throw new UnreadableImageException("is a PNG whose first chunk is not IHDR");
    }
    boolean hasAlpha = (file.get(25) & ALPHA) != 0;
    int orientation = 0;
    int profiled = 0;
    int profiles = 0;
    long metadata = 0;
    int position = 8;
    boolean sawPixels = false;
    while (position <= file.limit() - 8) {
      int length = file.getInt(position);
      int type = file.getInt(position + 4);
      if (length < 0 || length > file.limit() - position - 8) {
        break; // the decoder will report the damage
      }
      if (type == IDAT) {
        sawPixels = true;
      } else if (!sawPixels) {
        checkChecksum(file, position, length);
      }
      hasAlpha |= type == TRNS;
      ByteBuffer data = file.slice(position + 8, length);
      if (type == EXIF) {
        orientation = Exif.orientation(data);
      } else if (profiles < MAX_PROFILES && PngProfile.isProfile(type, data)) {
        profiles++;
        profiled = Math.max(profiled, PngProfile.orientation(type, data));
      }
      metadata += isPixels(type) ? 0 : length;
      position += 12 + length;
    }
    return new ImageHeader(
        ImageFormat.PNG,
        file.getInt(16),
        file.getInt(20),
        Math.max(1, orientation > 0 ? orientation : profiled),
        hasAlpha,
        false,
        1,
        metadata);
  }

  /** Returns true if a chunk contains pixels, data to decode pixels, or animation frames. */
  private static boolean isPixels(int type) {
    return type == IDAT || type == PLTE || type == FRAME_CONTROL || type == FRAME_DATA;
  }

  /**
   * Checks a chunk's checksum. libpng would only warn of damage in a chunk that it does not need.
   */
  private static void checkChecksum(ByteBuffer file, int position, int length)
      throws UnreadableImageException {
    CRC32 checksum = new CRC32();
    checksum.update(file.slice(position + 4, length + 4));
    if ((int) checksum.getValue() != file.getInt(position + 8 + length)) {
      throw new UnreadableImageException(
          "is a damaged PNG (checksum mismatch in the chunk at byte " + position + ")");
    }
  }
}
