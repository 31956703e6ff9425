package io.github.inceptionv2.soak;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process holds, as Linux tells it.
 *
 * @param kilobytes resident memory
 * @param threads of the JVM and native ones
 * @param files open handles
 * @param temporary files and directories in {@code java.io.tmpdir}
 */
record ProcessFigures(long kilobytes, long threads, long files, long temporary) {

  private static final Path STATUS = Path.of("/proc/self/status");

  /** Whether they can be had on this machine. */
  static boolean areThere() {
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

  /** Without looking at the files, which may go away the while. */
  private static long count(String directory) {
    return new File(directory).list().length;
  }
}
