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

/** Unpacks a tar archive, gzipped or not, into an empty directory and nowhere else. */
final class Unpacker {

  private Unpacker() {}

  /**
   * Unpacks {@code archive}. After a failure the directory holds part of it.
   *
   * @throws UnusableArchiveException if it is not a whole archive of plain files within limits
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
      throw new UnusableArchiveException(archive, "is damaged or cut short: " + e.getMessage(), e);
    }
  }

  private static InputStream plain(Path archive, BufferedInputStream file) throws IOException {
    file.mark(2);
    boolean isGzip = file.read() == 0x1f && file.read() == 0x8b;
    file.reset();
    try {
      return isGzip ? new GZIPInputStream(file, 64 << 10) : file;
    } catch (EOFException | ZipException e) {
      throw new UnusableArchiveException(archive, "is damaged or cut short: " + e.getMessage(), e);
    }
  }

  private static void write(Path archive, TarInput input, TarInput.Entry entry, Path directory)
      throws IOException {
    Path target = target(archive, entry, directory);
    if (!target.startsWith(directory.normalize())) {
      throw new UnusableArchiveException(archive, "holds \"" + entry.name() + "\", outside of it");
    }
    try {
      if (entry.isDirectory()) {
        Files.createDirectories(target);
        return;
      }
      Files.createDirectories(target.getParent());
    } catch (FileAlreadyExistsException e) {
      throw new UnusableArchiveException(
          archive, "holds \"" + entry.name() + "\" both as a file and as a directory", e);
    }
    try (OutputStream out = FileOutput.open(target, StandardOpenOption.CREATE_NEW)) {
      input.copyTo(out);
    } catch (FileAlreadyExistsException e) {
      throw new UnusableArchiveException(archive, "holds \"" + entry.name() + "\" twice", e);
    }
  }

  private static Path target(Path archive, TarInput.Entry entry, Path directory)
      throws UnusableArchiveException {
    try {
      return directory.resolve(entry.name()).normalize();
    } catch (InvalidPathException e) { // as for letters that the system's encoding does not have
      throw new UnusableArchiveException(
          archive, "holds \"" + entry.name() + "\", which is no name on this system", e);
    }
  }

  /** Reads on to gzip's own checksum, past the zeros that fill up a tape's record. */
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
