package io.github.inceptionv2.internal.weights;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C, rotated and shifted as LevelDB and TensorFlow store it. */
final class MaskedCrc {

  private static final int DELTA = 0xa282ead8;

  private final CRC32C crc = new CRC32C();

  static int of(ByteBuffer... parts) {
    MaskedCrc crc = new MaskedCrc();
    for (ByteBuffer part : parts) {
      crc.add(part);
    }
    return crc.value();
  }

  /** Adds the remaining bytes, which still remain afterwards. */
  void add(ByteBuffer part) {
    crc.update(part.duplicate());
  }

  /** The checksum of what was added. */
  int value() {
    return Integer.rotateRight((int) crc.getValue(), 15) + DELTA;
  }
}
