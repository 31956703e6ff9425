package io.github.inceptionv2.cli;

import io.github.inceptionv2.ModelCache.DownloadProgress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Announces a download, and shows a progress bar on a terminal. */
final class FetchProgress implements Consumer<DownloadProgress> {

  private static final int WIDTH = 30;

  private final PrintWriter err;
  private final Path cache;
  private final boolean isTerminal;
  private String announced = "";

  FetchProgress(PrintWriter err, Path cache, boolean isTerminal) {
    this.err = err;
    this.cache = cache;
    this.isTerminal = isTerminal;
  }

  @Override
  public void accept(DownloadProgress progress) {
    String from = progress.source() + " from " + progress.host();
    if (!from.equals(announced)) {
      announced = from;
      err.println("downloading " + from + size(progress) + " to " + cache + ", only this once");
    }
    if (isTerminal) {
      EscapedWriter.clearLine(err);
      err.print(progress.isComplete() ? "" : line(progress));
      err.flush();
    }
  }

  private static String size(DownloadProgress progress) {
    return progress.totalByteCount().isEmpty()
        ? ""
        : " (" + megabytes(progress.totalByteCount().getAsLong()) + ")";
  }

  private static String line(DownloadProgress progress) {
    String rate = megabytes((long) progress.bytesPerSecond()) + "/s";
    if (progress.totalByteCount().isEmpty()) {
      return megabytes(progress.byteCount()) + ", " + rate;
    }
    long total = Math.max(1, progress.totalByteCount().getAsLong());
    int done = (int) (WIDTH * progress.byteCount() / total);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d %%, %s of %s, %s%s",
        "#".repeat(done),
        ".".repeat(WIDTH - done),
        100 * progress.byteCount() / total,
        megabytes(progress.byteCount()),
        megabytes(total),
        rate,
        progress.remaining().map(FetchProgress::left).orElse(""));
  }

  private static String left(Duration remaining) {
    long seconds = remaining.toSeconds();
    return seconds < 60 ? ", " + seconds + " s left" : ", " + seconds / 60 + " min left";
  }

  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
