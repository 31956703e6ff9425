package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.FileOutput;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Unpacks a tar archive, gzipped or not, into an empty directory; writes nothing outside it. */
final class Unpacker {

  private Unpacker() {}

  /**
   * Unpacks {@code archive}. After a failure, the directory contains only some of the files.
   *
   * @throws UnusableArchiveException if {@code archive} is not a complete archive of plain files
   *     within the limits
   */
  static void unpack(Path archive, Path directory, UnpackLimits limits) throws IOException {
    try (InputStream file = Files.newInputStream(archive)) {
      unpack(archive, file, directory, limits);
    }
  }

  static void unpack(Path archive, InputStream file, Path directory, UnpackLimits limits)
      throws IOException {
    InputStream tar = plain(archive, new BufferedInputStream(file, 64 << 10));
    try {
      TarInput input = new TarInput(archive, tar, limits);
      for (Optional<TarInput.Entry> entry = input.next(); entry.isPresent(); entry = input.next()) {
        write(archive, input, entry.get(), directory);
      }
      drain(archive, tar, limits);
    } catch (EOFException | ZipException e) {
      throw new UnusableArchiveException(archive, "is damaged or truncated: " + e.getMessage(), e);
    }
  }

  private static InputStream plain(Path archive, BufferedInputStream file) throws IOException {
    file.mark(2);
    boolean isGzip = file.read() == 0x1f && file.read() == 0x8b;
    file.reset();
    try {
      return isGzip ? new GZIPInputStream(file, 64 << 10) : file;
    } catch (EOFException | ZipException e) {
      throw new UnusableArchiveException(archive, "is damaged or truncated: " + e.getMessage(), e);
    }
  }

  private static void write(Path archive, TarInput input, TarInput.Entry entry, Path directory)
      throws IOException {
    Path target = target(archive, entry, directory);
    if (!target.startsWith(directory.normalize())) {
      throw new UnusableArchiveException(
          archive, "contains \"" + entry.name() + "\", which is outside the target directory");
    }
    try {
      if (entry.isDirectory()) {
        Files.createDirectories(target);
        return;
      }
      Files.createDirectories(target.getParent());
    } catch (FileAlreadyExistsException e) {
      throw new UnusableArchiveException(
          archive, "contains \"" + entry.name() + "\" both as a file and as a directory", e);
    }
    try (OutputStream out = FileOutput.open(target, StandardOpenOption.CREATE_NEW)) {
      input.copyTo(out);
    } catch (FileAlreadyExistsException e) {
      throw new UnusableArchiveException(archive, "contains \"" + entry.name() + "\" twice", e);
    }
  }

  private static Path target(Path archive, TarInput.Entry entry, Path directory)
      throws UnusableArchiveException {
    try {
      return directory.resolve(entry.name()).normalize();
    } catch (InvalidPathException e) { // for example, the system's encoding lacks a letter
      throw new UnusableArchiveException(
          archive, "contains \"" + entry.name() + "\", a name that is invalid on this system", e);
    }
  }

  /**
   * Reads past the zeros that fill up a tape record, so gzip verifies its own checksum at the end.
   */
  private static void drain(Path archive, InputStream tar, UnpackLimits limits) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long left = limits.bytes();
    for (int count = tar.read(buffer); count >= 0; count = tar.read(buffer)) {
      left -= count;
      if (left < 0) {
        throw new UnusableArchiveException(
            archive, "would unpack to more than " + limits.bytes() + " bytes");
      }
    }
  }
}
