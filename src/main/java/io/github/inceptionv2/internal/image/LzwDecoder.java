package io.github.inceptionv2.internal.image;

import java.nio.ByteBuffer;

/** Unpacks a GIF frame's data: LZW with codes of 3 to 12 bits, in blocks of up to 255 bytes. */
final class LzwDecoder {

  private static final int MAX_WIDTH = 12;
  private static final int MAX_CODES = 1 << MAX_WIDTH;

  private final ByteBuffer file;
  private final short[] prefix = new short[MAX_CODES];
  private final byte[] suffix = new byte[MAX_CODES];
  private final byte[] first = new byte[MAX_CODES];
  private final byte[] stack = new byte[MAX_CODES];

  private int minimum;
  private int width;
  private int next;
  private int before;

  private int blockRest;
  private int bits;
  private int bitCount;

  LzwDecoder(ByteBuffer file) {
    this.file = file;
  }

  /** Returns the {@code size} palette indexes of a frame. */
  byte[] decode(int size) throws UnreadableImageException {
    minimum = file.get() & 0xff;
    if (minimum < 1 || minimum > 11) {
      throw new UnreadableImageException(
          "is a GIF with codes of " + minimum + " bits, expected 1 to 11");
    }
    int clear = 1 << minimum;
    for (int i = 0; i < clear; i++) {
      suffix[i] = (byte) i;
      first[i] = (byte) i;
    }
    forget();
    byte[] out = new byte[size];
    int filled = 0;
    while (filled < size) {
      int code = readCode();
      if (code == clear) {
        forget();
      } else if (code == clear + 1) {
        throw new UnreadableImageException("is a GIF with truncated data");
      } else {
        learn(code);
        filled = unpack(code, clear, out, filled);
      }
    }
    return out;
  }

  private void forget() {
    width = minimum + 1;
    next = (1 << minimum) + 2;
    before = -1;
  }

  /** Defines the next code: the indexes of the previous code, then the first of {@code code}. */
  private void learn(int code) throws UnreadableImageException {
    if (code > next || code == next && before < 0) {
      throw new UnreadableImageException("is a GIF with damaged data");
    }
    if (before >= 0 && next < MAX_CODES) {
      prefix[next] = (short) before;
      suffix[next] = first[code == next ? before : code];
      first[next] = first[before];
      next++;
      if (next == 1 << width && width < MAX_WIDTH) {
        width++;
      }
    }
    before = code;
  }

  /** Appends the indexes of {@code code} and returns the new length of the output. */
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

  private int readCode() throws UnreadableImageException {
    while (bitCount < width) {
      if (blockRest == 0) {
        blockRest = file.get() & 0xff;
        if (blockRest == 0) {
          throw new UnreadableImageException("is a GIF with truncated data");
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
