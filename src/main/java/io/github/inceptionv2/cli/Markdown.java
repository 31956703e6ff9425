package io.github.inceptionv2.cli;

import java.util.Locale;

/** Escapes text so that it appears literally in a Markdown document. */
final class Markdown {

  /** Characters that begin markup in CommonMark, GitHub's tables and links, or formulas. */
  private static final String MARKUP = "\\`*_{}[]()#+!|~:@$^=\"";

  private Markdown() {}

  /** Returns {@code text} on one line, with markup escaped. */
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

  /** Returns true for line breaks, other control characters and changes of the text direction. */
  private static boolean isInvisible(char c) {
    boolean isDirection = c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
    return Character.isISOControl(c) || isDirection || c == '\u2028' || c == '\u2029';
  }
}
