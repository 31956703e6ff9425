package io.github.inceptionv2.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps other threads and processes from changing an entry of the cache.
 *
 * <p>The file's lock belongs to the process. The operating system releases it when the process
 * ends, even in a crash, so no process waits for a dead one. The file itself is never deleted:
 * otherwise one process could lock the deleted file and another process its successor.
 */
final class EntryLock implements Closeable {

  /** Locks between threads of this process; a file's lock excludes only other processes. */
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  /** The interval at which a lock held through another class loader is polled. */
  private static final long POLL_MILLIS = 100;

  private final ReentrantLock inProcess;
  private final FileChannel channel;

  private EntryLock(ReentrantLock inProcess, FileChannel channel) {
    this.inProcess = inProcess;
    this.channel = channel;
  }

  /**
   * Waits for the lock on {@code file}.
   *
   * @throws InterruptedIOException if the thread is interrupted while it waits
   */
  static EntryLock acquire(Path file) throws IOException {
    ReentrantLock inProcess =
        IN_PROCESS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
    try {
      inProcess.lockInterruptibly();
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
    FileChannel channel = null;
    try {
      Files.createDirectories(file.getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock(channel);
      return new EntryLock(inProcess, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      inProcess.unlock();
      throw e;
    }
  }

  private static void lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        channel.lock(); // released with the channel
        return;
      } catch (OverlappingFileLockException e) {
        pause();
      } catch (ClosedByInterruptException | FileLockInterruptionException e) {
        throw Interruption.of(e);
      }
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      inProcess.unlock();
    }
  }
}
