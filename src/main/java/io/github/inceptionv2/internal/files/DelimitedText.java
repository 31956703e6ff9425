package io.github.inceptionv2.internal.files;

import java.util.ArrayList;
import java.util.List;

/** Parses comma-separated or tab-separated values as in RFC 4180, one line at a time. */
public final class DelimitedText {

  private static final char QUOTE = '"';

  private DelimitedText() {}

  /**
   * Returns the values of a line; a quoted value may contain delimiters and doubled quotes.
   *
   * @throws IllegalArgumentException if a quoted value does not end, or text follows it; the
   *     message is a clause that can follow the line's number
   */
  public static List<String> values(String line, char delimiter) {
    List<String> values = new ArrayList<>();
    int start = 0;
    while (start <= line.length()) {
      boolean isQuoted = start < line.length() && line.charAt(start) == QUOTE;
      int end = isQuoted ? quotedEnd(line, start) : line.indexOf(delimiter, start);
      end = end < 0 ? line.length() : end;
      if (isQuoted && end < line.length() && line.charAt(end) != delimiter) {
        throw new IllegalArgumentException("has text after a quoted value");
      }
      String value = line.substring(start, end);
      values.add(isQuoted ? value.substring(1, value.length() - 1).replace("\"\"", "\"") : value);
      start = end + 1;
    }
    return values;
  }

  /** Returns the index after the closing quote. */
  private static int quotedEnd(String line, int start) {
    for (int i = start + 1; i < line.length(); i++) {
      if (line.charAt(i) == QUOTE) {
        if (i + 1 == line.length() || line.charAt(i + 1) != QUOTE) {
          return i + 1;
        }
        i++;
      }
    }
    throw new IllegalArgumentException("has a quoted value that does not end");
  }
}
