package io.github.inceptionv2.insight;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes vectors as lines of UTF-8: a CSV table as in RFC 4180, but with LF at the end of lines, or
 * one JSON object per vector.
 */
final class TextFile {

  /** The first characters of formulas; the second four are full-width forms of the first four. */
  private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n";

  private TextFile() {}

  /** Writes the column names. */
  static void writeCsvHead(int length, OutputStream out) throws IOException {
    StringBuilder line = new StringBuilder("key");
    for (int i = 0; i < length; i++) {
      line.append(',').append(i);
    }
    write(line, out);
  }

  static void writeCsv(String key, float[] vector, OutputStream out) throws IOException {
    String cell = isFormula(key) ? "'" + key : key;
    boolean isPlain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    StringBuilder line = new StringBuilder();
    line.append(isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"').append(',');
    write(numbers(line, vector), out);
  }

  /**
   * Returns true if a spreadsheet would interpret a cell as a formula, which may start programs and
   * send other cells elsewhere. The characters to check are from OWASP's "CSV Injection".
   */
  private static boolean isFormula(String key) {
    return !key.isEmpty() && FORMULA.indexOf(key.charAt(0)) >= 0;
  }

  static void writeJson(String key, float[] vector, OutputStream out) throws IOException {
    StringBuilder line = new StringBuilder("{\"key\":\"");
    key.chars().forEach(c -> line.append(escaped((char) c)));
    write(numbers(line.append("\",\"features\":["), vector).append("]}"), out);
  }

  /** Appends numbers with enough digits to restore the same floats. */
  private static StringBuilder numbers(StringBuilder line, float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      line.append(i == 0 ? "" : ",").append(vector[i]);
    }
    return line;
  }

  private static String escaped(char c) {
    boolean isPlain = c >= ' ' && c != '"' && c != '\\';
    return isPlain ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c);
  }

  private static void write(StringBuilder line, OutputStream out) throws IOException {
    out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
  }
}
