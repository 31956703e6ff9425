package io.github.inceptionv2.internal.image;

import java.nio.ByteBuffer;

/** Unpacks a GIF frame's data: LZW with codes of 3 to 12 bits, in blocks of up to 255 bytes. */
final class LzwDecoder {

  private static final int MAX_CODES = 1 << 12;

  private final ByteBuffer file;
  private final short[] prefix = new short[MAX_CODES];
  private final byte[] suffix = new byte[MAX_CODES];
  private final byte[] first = new byte[MAX_CODES];
  private final byte[] stack = new byte[MAX_CODES];

  private int blockRest;
  private int bits;
  private int bitCount;

  LzwDecoder(ByteBuffer file) {
    this.file = file;
  }

  /** Returns the {@code size} indexes of a frame. */
  byte[] decode(int size) throws UnreadableImageException {
    int minimum = file.get() & 0xff;
    if (minimum < 1 || minimum > 11) {
      throw new UnreadableImageException("is a GIF with codes of " + minimum + " bits");
    }
    int clear = 1 << minimum;
    for (int i = 0; i < clear; i++) {
      suffix[i] = (byte) i;
      first[i] = (byte) i;
    }
    byte[] out = new byte[size];
    int filled = 0;
    int width = minimum + 1;
    int next = clear + 2;
    int before = -1;
    while (filled < size) {
      int code = readCode(width);
      if (code == clear) {
        width = minimum + 1;
        next = clear + 2;
        before = -1;
        continue;
      }
      if (code == clear + 1) {
        throw new UnreadableImageException("is a GIF whose data ends early");
      }
      if (code > next || code == next && before < 0) {
        throw new UnreadableImageException("is a GIF with damaged data");
      }
      if (before >= 0 && next < MAX_CODES) {
        prefix[next] = (short) before;
        suffix[next] = first[code == next ? before : code];
        first[next] = first[before];
        next++;
        if (next == 1 << width && width < 12) {
          width++;
        }
      }
      filled = unpack(code, clear, out, filled);
      before = code;
    }
    return out;
  }

  /** Appends what {@code code} stands for and returns how much is filled. */
  private int unpack(int code, int clear, byte[] out, int start) {
    int depth = 0;
    int rest = code;
    while (rest >= clear) {
      stack[depth++] = suffix[rest];
      rest = prefix[rest];
    }
    stack[depth++] = suffix[rest];
    int filled = start;
    while (depth > 0 && filled < out.length) {
      out[filled++] = stack[--depth];
    }
    return filled;
  }

  private int readCode(int width) throws UnreadableImageException {
    while (bitCount < width) {
      if (blockRest == 0) {
        blockRest = file.get() & 0xff;
        if (blockRest == 0) {
          throw new UnreadableImageException("is a GIF whose data ends early");
        }
      }
      bits |= (file.get() & 0xff) << bitCount;
      bitCount += 8;
      blockRest--;
    }
    int code = bits & (1 << width) - 1;
    bits >>>= width;
    bitCount -= width;
    return code;
  }
}
