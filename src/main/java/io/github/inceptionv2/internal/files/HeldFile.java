package io.github.inceptionv2.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock file that one holder has, in this process or another.
 *
 * <p>The operating system releases the lock when the process ends, however that happens.
 */
final class HeldFile implements Closeable {

  /**
   * Files held by this process. On POSIX systems, closing any channel of a file releases all locks
   * that the process has on it, so that a held file must not even be opened again.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;
  private final boolean isLocked;

  private HeldFile(Path file, FileChannel channel, boolean isLocked) {
    this.file = file;
    this.channel = channel;
    this.isLocked = isLocked;
  }

  /** Creates {@code file} unless it is there, and holds it; empty if another holder has it. */
  static Optional<HeldFile> create(Path file) throws IOException {
    return hold(file, true);
  }

  /** Holds {@code file}, which exists; empty if another holder has it. */
  static Optional<HeldFile> existing(Path file) throws IOException {
    return hold(file, false);
  }

  private static Optional<HeldFile> hold(Path file, boolean isCreated) throws IOException {
    Path key = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    if (!HELD.add(key)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    Optional<HeldFile> held = Optional.empty();
    try {
      channel =
          isCreated
              ? FileChannel.open(
                  key,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS)
              : FileChannel.open(key, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      held = lock(key, channel);
      return held;
    } finally {
      if (held.isEmpty()) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(key);
      }
    }
  }

  private static Optional<HeldFile> lock(Path file, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() == null) {
        return Optional.empty();
      }
    } catch (OverlappingFileLockException e) { // another class loader has this class too
      return Optional.empty();
    } catch (IOException e) {
      // As on network file systems without a lock service.
      return Optional.of(new HeldFile(file, channel, false));
    }
    // Its last holder may have deleted the file after this process had opened it.
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(new HeldFile(file, channel, true))
        : Optional.empty();
  }

  /** Returns whether the file system has locks, so that no other process can hold this file. */
  boolean isLocked() {
    return isLocked;
  }

  /** Deletes the file, and releases it. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
    close();
  }

  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return; // another holder may have the file by now
    }
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
