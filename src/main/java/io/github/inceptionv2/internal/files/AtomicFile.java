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
 * Writes a file atomically: the file appears complete or not at all, even if it replaces another
 * file. A symbolic link is kept, and its target is replaced. Anything that is not a regular file,
 * such as {@code /dev/stdout}, is written in place.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /** Writes text in UTF-8; creates the file's directory if it is missing. */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes the contents of a file. */
  public interface Content {
    /** Writes all bytes to {@code out}, which is buffered and which the caller closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file; creates its directory if it is missing. */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "is a directory; expected a file name");
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
    // JDK 17 fails to create directories if the last of them is a link to one.
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
