package io.github.inceptionv2.internal.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes files and syncs them to disk before their directory gets its final name. */
public final class DurableFile {

  private DurableFile() {}

  /**
   * Writes a new file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if {@code file} exists
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (OutputStream out =
        FileOutput.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SYNC)) {
      out.write(bytes);
    }
  }
}
