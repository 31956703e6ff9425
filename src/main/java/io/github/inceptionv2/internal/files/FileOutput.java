package io.github.inceptionv2.internal.files;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * Writes a file and names the file in every exception. The JDK reports a full disk without a file
 * name.
 */
public final class FileOutput extends FilterOutputStream {

  private final Path file;

  private FileOutput(Path file, OutputStream out) {
    super(out);
    this.file = file;
  }

  /** Opens {@code file} as {@link Files#newOutputStream} does. */
  public static OutputStream open(Path file, OpenOption... options) throws IOException {
    return openFor(file, file, options);
  }

  /** Opens a temporary file; exceptions name {@code target}, the file that it becomes. */
  static OutputStream openFor(Path target, Path temporary, OpenOption... options)
      throws IOException {
    return new FileOutput(target, Files.newOutputStream(temporary, options));
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw named(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } catch (IOException e) {
      throw named(file, e);
    }
  }

  /**
   * Returns {@code e}, or an exception that also names {@code file} if {@code e} is a plain {@code
   * IOException}.
   */
  public static IOException named(Path file, IOException e) {
    if (e.getClass() != IOException.class) { // subclasses name the file or the reason
      return e;
    }
    IOException named =
        new FileSystemException(
            file.toString(), null, "cannot be written (" + e.getMessage() + "); free some space");
    named.initCause(e);
    return named;
  }
}
