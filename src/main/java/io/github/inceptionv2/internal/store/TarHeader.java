package io.github.inceptionv2.internal.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The 512 bytes before each member of a tar archive: the fields of POSIX ustar, with GNU's encoding
 * of large numbers.
 */
final class TarHeader {

  static final int SIZE = 512;

  private static final int SIZE_OFFSET = 124;
  private static final int CHECKSUM_OFFSET = 148;
  private static final int TYPE_OFFSET = 156;
  private static final int MAGIC_OFFSET = 257;
  private static final int PREFIX_OFFSET = 345;

  private final byte[] bytes;

  TarHeader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns true if this header is the block of zeros that ends an archive. */
  boolean isEnd() {
    return Arrays.equals(bytes, new byte[SIZE]);
  }

  /**
   * Returns true if the stored checksum is correct; without the check, any bytes would pass for a
   * header.
   */
  boolean isValid() {
    int sum = 0;
    for (int i = 0; i < SIZE; i++) {
      boolean isChecksum = i >= CHECKSUM_OFFSET && i < CHECKSUM_OFFSET + 8;
      sum += isChecksum ? ' ' : bytes[i] & 0xff;
    }
    return sum == number(CHECKSUM_OFFSET, 8);
  }

  String name() {
    String name = text(0, 100);
    // GNU has other fields in place of ustar's prefix, and a space after the magic word
    boolean isUstar = text(MAGIC_OFFSET, 6).equals("ustar");
    String prefix = isUstar ? text(PREFIX_OFFSET, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** Returns the type of the member; {@code '0'} is a file. */
  char type() {
    byte type = bytes[TYPE_OFFSET];
    return type == 0 ? '0' : (char) (type & 0xff);
  }

  /** Returns the number of bytes of the member; -1 if the field is not a number. */
  long size() {
    return number(SIZE_OFFSET, 12);
  }

  private String text(int offset, int length) {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
  }

  /** Parses octal digits, or a big-endian binary number if the first bit is set. */
  private long number(int offset, int length) {
    if ((bytes[offset] & 0x80) != 0) {
      return binary(offset, length);
    }
    long value = 0;
    for (char digit : text(offset, length).strip().toCharArray()) {
      if (digit < '0' || digit > '7') {
        return -1;
      }
      value = value << 3 | digit - '0';
    }
    return value;
  }

  private long binary(int offset, int length) {
    long value = bytes[offset] & 0x7f;
    for (int i = offset + 1; i < offset + length; i++) {
      if (value > Long.MAX_VALUE >> 8) {
        return -1;
      }
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
