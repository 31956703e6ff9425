package io.github.inceptionv2.internal.weights;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A CRC-32C checksum, masked by a rotation and an offset as in LevelDB and TensorFlow. */
public final class MaskedCrc {

  private static final int DELTA = 0xa282ead8;

  private final CRC32C crc = new CRC32C();

  public static int of(ByteBuffer... parts) {
    MaskedCrc crc = new MaskedCrc();
    for (ByteBuffer part : parts) {
      crc.add(part);
    }
    return crc.value();
  }

  /** Adds the remaining bytes without consuming them. */
  void add(ByteBuffer part) {
    crc.update(part.duplicate());
  }

  /** Returns the checksum of the bytes that were added. */
  int value() {
    return Integer.rotateRight((int) crc.getValue(), 15) + DELTA;
  }
}
