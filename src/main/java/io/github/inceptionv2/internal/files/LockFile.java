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
 * A lock file with a single holder, in this process or another.
 *
 * <p>The operating system releases the lock when the process ends, even in a crash.
 */
final class LockFile implements Closeable {

  /**
   * Files held by this process. On POSIX systems, closing any channel of a file releases all locks
   * that the process has on it, so a held file must not even be opened again.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;
  private final boolean isLocked;

  private LockFile(Path file, FileChannel channel, boolean isLocked) {
    this.file = file;
    this.channel = channel;
    this.isLocked = isLocked;
  }

  /**
   * Creates {@code file} if it does not exist, and locks it; returns empty if the lock has another
   * holder.
   */
  static Optional<LockFile> create(Path file) throws IOException {
    return hold(file, true);
  }

  /** Locks the existing {@code file}; returns empty if the lock has another holder. */
  static Optional<LockFile> existing(Path file) throws IOException {
    return hold(file, false);
  }

  private static Optional<LockFile> hold(Path file, boolean isCreated) throws IOException {
    Path key = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    if (!HELD.add(key)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    Optional<LockFile> held = Optional.empty();
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

  private static Optional<LockFile> lock(Path file, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() == null) {
        return Optional.empty();
      }
    } catch (OverlappingFileLockException e) { // held through another class loader
      return Optional.empty();
    } catch (IOException e) {
      // For example, a network file system has no lock service.
      return Optional.of(new LockFile(file, channel, false));
    }
    // The last holder may have deleted the file after this process opened it.
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(new LockFile(file, channel, true))
        : Optional.empty();
  }

  /** Returns true if the file system supports locks, so no other process can hold this file. */
  boolean isLocked() {
    return isLocked;
  }

  /** Deletes the file and releases the lock. */
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
