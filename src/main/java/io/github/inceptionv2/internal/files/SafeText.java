package io.github.inceptionv2.internal.files;

import java.util.Locale;

/**
 * Escapes untrusted text, such as names in an archive or text from a server, for logs and messages:
 * in a terminal it could clear the screen or forge a line.
 */
public final class SafeText {

  private SafeText() {}

  /**
   * Returns {@code text} on one line, with control characters, line breaks and bidirectional marks
   * escaped as {@code \}{@code u001b} and so on.
   */
  public static String line(Object text) {
    StringBuilder line = new StringBuilder();
    String.valueOf(text)
        .chars()
        .forEach(
            c -> {
              if (isActive(c)) {
                line.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                line.append((char) c);
              }
            });
    return line.toString();
  }

  private static boolean isActive(int c) {
    return c < ' '
        || c >= 0x7f && c <= 0x9f
        || c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || c >= 0x2028 && c <= 0x202e
        || c >= 0x2060 && c <= 0x206f
        || c == 0xfeff
        || c >= 0xfff9 && c <= 0xfffb;
  }
}
