package io.github.inceptionv2.internal.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file that is there as a whole or not at all, also where it replaces another. A link to a
 * file stays, and what it leads to is replaced; what is no regular file, such as {@code
 * /dev/stdout}, is written to as it stands.
 */
public final class WholeFile {

  private WholeFile() {}

  /** Writes UTF-8; the directory is made if there is none. */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes the bytes of a file. */
  public interface Content {
    /** Writes all there is; {@code out} is buffered, and stays the caller's to close. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes bytes; the directory is made if there is none. */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(
          file.toString(), null, "is a directory; expected the name of a file");
    } else if (Files.isRegularFile(target)) {
      replace(target.toRealPath(), content);
    } else if (Files.exists(target)) {
      writeTo(target, target, content, StandardOpenOption.WRITE);
    } else {
      replace(target, content);
    }
  }

  private static void replace(Path target, Content content) throws IOException {
    Path parent = target.getParent();
    // JDK 17 makes no directories where the last of them is a link to one.
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
    Temporary.sweepOnce(parent);
    try (Temporary temporary = Temporary.in(parent)) {
      writeTo(
          target,
          temporary.path(),
          content,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      Files.move(temporary.path(), target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void writeTo(Path target, Path file, Content content, OpenOption... how)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(FileOutput.openFor(target, file, how))) {
      content.writeTo(out);
    }
  }
}
