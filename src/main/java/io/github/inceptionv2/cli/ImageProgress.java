package io.github.inceptionv2.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** Shows on a terminal how many images are done, and how long the others will take. */
final class ImageProgress {

  private final PrintWriter err;
  private final int total;
  private final boolean isShown;
  private final long start = System.nanoTime();
  private boolean isVisible;

  ImageProgress(PrintWriter err, int total) {
    this.err = err;
    this.total = total;
    this.isShown = isTerminal();
  }

  /** From JDK 22 on there is a console without a terminal, too; it says so itself. */
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
      double seconds = (System.nanoTime() - start) / 1e9;
      double rate = done / seconds;
      err.printf(
          Locale.ROOT,
          "%d of %d images, %.1f a second, %.0f s left",
          done,
          total,
          rate,
          (total - done) / rate);
      err.flush();
    }
  }

  void clear() {
    if (isVisible) {
      isVisible = false;
      EscapedWriter.clearLine(err);
      err.flush();
    }
  }
}
