package io.github.inceptionv2.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;

/**
 * Escapes untrusted text, so it cannot control a terminal. Control characters, and characters that
 * change the direction of text, are escaped as in JSON, for example as {@code \}{@code u001b}. Line
 * breaks are kept, but {@link #line} escapes them too.
 */
final class EscapedWriter extends PrintWriter {

  private static final String CLEAR_LINE = "\r\033[K";

  private final Writer raw;

  EscapedWriter(Writer raw) {
    super(new Filter(raw), true);
    this.raw = raw;
  }

  /** Clears the current line of a terminal. */
  static void clearLine(PrintWriter terminal) {
    if (terminal instanceof EscapedWriter escaped) {
      escaped.writeRaw(CLEAR_LINE);
    } else {
      terminal.print(CLEAR_LINE);
    }
  }

  private void writeRaw(String text) {
    flush();
    try {
      raw.write(text);
    } catch (IOException e) {
      setError();
    }
  }

  /** Returns a name on one line, with line breaks, tabs and control characters escaped. */
  static String line(String name) {
    StringBuilder line = new StringBuilder();
    name.chars().forEach(c -> add(line, (char) c, c == '\n' || c == '\t'));
    return line.toString();
  }

  private static void add(StringBuilder text, char c, boolean isEscaped) {
    if (isEscaped || isActive(c)) {
      text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    } else {
      text.append(c);
    }
  }

  /**
   * Returns true for C0 and C1 controls, line separators, direction marks and invisible characters.
   */
  private static boolean isActive(char c) {
    return c < ' ' && c != '\n' && c != '\t'
        || c >= 0x7f && c <= 0x9f
        || c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || c >= 0x2028 && c <= 0x202e
        || c >= 0x2060 && c <= 0x206f
        || c == 0xfeff
        || c >= 0xfff9 && c <= 0xfffb;
  }

  private static final class Filter extends FilterWriter {

    Filter(Writer out) {
      super(out);
    }

    @Override
    public void write(int c) throws IOException {
      write(String.valueOf((char) c), 0, 1);
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      write(String.valueOf(text, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      String part = text.substring(offset, offset + length);
      if (part.equals(System.lineSeparator()) || part.chars().noneMatch(c -> isActive((char) c))) {
        out.write(part);
        return;
      }
      StringBuilder escaped = new StringBuilder();
      part.chars().forEach(c -> add(escaped, (char) c, false));
      out.write(escaped.toString());
    }
  }
}
