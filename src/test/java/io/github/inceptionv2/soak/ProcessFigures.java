package io.github.inceptionv2.soak;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The resources that this process holds, as reported by Linux.
 *
 * @param kilobytes resident memory
 * @param threads threads of the JVM and native threads
 * @param files open handles
 * @param temporary files and directories in {@code java.io.tmpdir}
 */
record ProcessFigures(long kilobytes, long threads, long files, long temporary) {

  private static final Path STATUS = Path.of("/proc/self/status");

  /** Returns true if the system reports these figures. */
  static boolean areAvailable() {
    return Files.isReadable(STATUS);
  }

  static ProcessFigures read() throws IOException {
    String status = Files.readString(STATUS);
    return new ProcessFigures(
        number(status, "VmRSS:"),
        number(status, "Threads:"),
        count("/proc/self/fd"),
        count(System.getProperty("java.io.tmpdir")));
  }

  private static long number(String status, String key) {
    String line = status.lines().filter(text -> text.startsWith(key)).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", ""));
  }

  /** Counts files without reading their attributes, because they may disappear meanwhile. */
  private static long count(String directory) {
    return new File(directory).list().length;
  }
}
