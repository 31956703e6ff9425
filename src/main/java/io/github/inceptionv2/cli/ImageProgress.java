package io.github.inceptionv2.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** Shows a progress bar and the remaining time on a terminal. */
final class ImageProgress {

  private static final int BAR = 30;

  /** The minimum width of a terminal for a bar. */
  private static final int WIDTH_FOR_BAR = 80;

  private final PrintWriter err;
  private final int total;
  private final int width;
  private final boolean isShown;
  private final long start = System.nanoTime();
  private boolean isVisible;

  /**
   * Creates a display that is empty at first.
   *
   * @param width the width of the terminal in columns
   */
  ImageProgress(PrintWriter err, int total, int width) {
    this.err = err;
    this.total = total;
    this.width = width;
    this.isShown = isTerminal();
  }

  /** Returns true if there is a terminal. From JDK 22 on, a console need not be a terminal. */
  static boolean isTerminal() {
    if (System.console() == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  void show(int done) {
    if (isShown && done < total) {
      isVisible = true;
      err.print(line(done, total, (System.nanoTime() - start) / 1e9, width));
      err.flush();
    }
  }

  /** Returns a line that fits a terminal of {@code width} columns. */
  static String line(int done, int total, double seconds, int width) {
    int filled = (int) ((long) BAR * done / total);
    String bar = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] ";
    double rate = done / seconds;
    String text =
        String.format(
            Locale.ROOT,
            "%s%d of %d images, %.1f images/s, %.0f s left",
            width < WIDTH_FOR_BAR ? "" : bar,
            done,
            total,
            rate,
            (total - done) / rate);
    return text.substring(0, Math.min(text.length(), Math.max(0, width - 1)));
  }

  void clear() {
    if (isVisible) {
      isVisible = false;
      EscapedWriter.clearLine(err);
      err.flush();
    }
  }
}
