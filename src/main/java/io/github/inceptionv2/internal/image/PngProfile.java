package io.github.inceptionv2.internal.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the EXIF data that ImageMagick and other programs store in a PNG's text: hexadecimal digits
 * under the keyword {@code Raw profile type exif}. This convention is older than PNG's chunk for
 * EXIF.
 *
 * <p>The text is a line with the profile's name, a line with its length, and the digits.
 */
final class PngProfile {

  private static final int TEXT = 0x74455874;
  private static final int COMPRESSED_TEXT = 0x7a545874;
  private static final int INTERNATIONAL_TEXT = 0x69545874;

  private static final Set<String> KEYWORDS =
      Set.of("raw profile type exif", "raw profile type app1");

  private static final int MAX_KEYWORD_BYTES = 79;

  /**
   * The maximum number of bytes of text to read. The orientation is near the beginning; the rest,
   * such as a thumbnail, is not needed.
   */
  private static final int MAX_TEXT_BYTES = 1 << 16;

  private PngProfile() {}

  /** Returns true if a chunk is text under one of the keywords; does not change {@code data}. */
  static boolean isProfile(int type, ByteBuffer data) {
    boolean isText = type == TEXT || type == COMPRESSED_TEXT || type == INTERNATIONAL_TEXT;
    return isText && KEYWORDS.contains(keyword(data.duplicate()));
  }

  private static String keyword(ByteBuffer data) {
    byte[] name = until0(data, MAX_KEYWORD_BYTES);
    return new String(name, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the EXIF orientation, 1 to 8, or 0 if the profile has none or is invalid.
   *
   * @param data the data of a chunk for which {@link #isProfile} is true
   */
  static int orientation(int type, ByteBuffer data) {
    until0(data, MAX_KEYWORD_BYTES);
    boolean isCompressed = type == COMPRESSED_TEXT;
    if (type == INTERNATIONAL_TEXT && data.hasRemaining()) {
      isCompressed = data.get() == 1;
    }
    if (type != TEXT) {
      data.position(Math.min(data.limit(), data.position() + 1)); // the compression method
    }
    if (type == INTERNATIONAL_TEXT) {
      until0(data, data.remaining()); // a language
      until0(data, data.remaining()); // the keyword in that language
    }
    return Exif.orientation(ByteBuffer.wrap(decode(isCompressed ? inflate(data) : rest(data))));
  }

  /** Reads at most {@code most} bytes before a zero, and skips the zero. */
  private static byte[] until0(ByteBuffer data, int most) {
    int start = data.position();
    int end = start;
    while (end < data.limit() && end - start < most && data.get(end) != 0) {
      end++;
    }
    byte[] read = new byte[end - start];
    data.get(read);
    data.position(Math.min(data.limit(), end + 1));
    return read;
  }

  private static byte[] rest(ByteBuffer data) {
    byte[] rest = new byte[Math.min(MAX_TEXT_BYTES, data.remaining())];
    data.get(rest);
    return rest;
  }

  /**
   * Decompresses at most {@link #MAX_TEXT_BYTES} bytes; if the data is damaged, only the bytes
   * before the damage.
   */
  private static byte[] inflate(ByteBuffer data) {
    byte[] text = new byte[MAX_TEXT_BYTES];
    int length = 0;
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(data);
      int count = inflater.inflate(text);
      while (count > 0 && length + count < text.length) {
        length += count;
        count = inflater.inflate(text, length, text.length - length);
      }
      length += count;
    } catch (DataFormatException e) {
      // the bytes before the damage are kept
    } finally {
      inflater.end();
    }
    return Arrays.copyOf(text, length);
  }

  /** Returns the bytes that the hexadecimal digits after the lines with name and length encode. */
  private static byte[] decode(byte[] text) {
    int at = afterLine(text, afterLine(text, afterSpace(text, 0)));
    byte[] bytes = new byte[text.length / 2];
    int digits = 0;
    for (int i = at; i < text.length; i++) {
      int digit = Character.digit(text[i], 16);
      if (digit >= 0) {
        bytes[digits / 2] |= (byte) (digits % 2 == 0 ? digit << 4 : digit);
        digits++;
      }
    }
    return Arrays.copyOf(bytes, digits / 2);
  }

  private static int afterSpace(byte[] text, int from) {
    int at = from;
    while (at < text.length && Character.isWhitespace(text[at])) {
      at++;
    }
    return at;
  }

  private static int afterLine(byte[] text, int from) {
    int at = from;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    return Math.min(text.length, at + 1);
  }
}
