package io.github.inceptionv2.cli;

import java.util.Locale;

/** Text in a Markdown document that looks as it is, whatever characters are in it. */
final class Markdown {

  /** Characters that begin markup in CommonMark, GitHub's tables and links, or formulas. */
  private static final String MARKUP = "\\`*_{}[]()#+!|~:@$^=\"";

  private Markdown() {}

  /** Returns {@code text} in one line, with its markup escaped. */
  static String text(String text) {
    StringBuilder escaped = new StringBuilder();
    boolean hasAddress = text.toLowerCase(Locale.ROOT).contains("www.");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        default -> {
          if (MARKUP.indexOf(c) >= 0 || c == '.' && hasAddress) {
            escaped.append('\\');
          }
          escaped.append(isInvisible(c) ? ' ' : c);
        }
      }
    }
    return escaped.toString();
  }

  /**
   * Line breaks and other control characters, and what changes the direction of all that follows.
   */
  private static boolean isInvisible(char c) {
    boolean isDirection = c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
    return Character.isISOControl(c) || isDirection || c == '\u2028' || c == '\u2029';
  }
}
