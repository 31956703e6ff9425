package io.github.inceptionv2.internal.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the orientation from EXIF data: a TIFF directory, optionally after the letters "Exif". */
final class Exif {

  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY_SIZE = 12;

  private Exif() {}

  /**
   * Returns the EXIF orientation, 1 to 8, or 0 if the data has none or is invalid. Damaged metadata
   * is no reason to refuse an image.
   */
  static int orientation(ByteBuffer data) {
    try {
      return find(data.slice());
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return 0;
    }
  }

  private static int find(ByteBuffer data) {
    if (data.getInt(0) == 0x45786966) {
      data.position(6); // "Exif", two zeros
    }
    ByteBuffer tiff = data.slice();
    short order = tiff.getShort(0);
    if (order != 0x4949 && order != 0x4d4d) {
      return 0;
    }
    tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (tiff.getShort(2) != 42) {
      return 0;
    }
    int directory = tiff.getInt(4);
    int count = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < count; i++) {
      int entry = directory + 2 + i * ENTRY_SIZE;
      if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
        return value(tiff, entry);
      }
    }
    return 0;
  }

  private static int value(ByteBuffer tiff, int entry) {
    int type = tiff.getShort(entry + 2);
    int value =
        type == SHORT
            ? tiff.getShort(entry + 8) & 0xffff
            : type == LONG ? tiff.getInt(entry + 8) : 0;
    return tiff.getInt(entry + 4) == 1 && value >= 1 && value <= 8 ? value : 0;
  }
}
