package io.github.inceptionv2.internal.module;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C, rotated and shifted as LevelDB and TensorFlow store it. */
final class MaskedCrc {

  private static final int DELTA = 0xa282ead8;

  private MaskedCrc() {}

  static int of(ByteBuffer... parts) {
    CRC32C crc = new CRC32C();
    for (ByteBuffer part : parts) {
      crc.update(part.duplicate());
    }
    return mask((int) crc.getValue());
  }

  private static int mask(int crc) {
    return Integer.rotateRight(crc, 15) + DELTA;
  }
}
