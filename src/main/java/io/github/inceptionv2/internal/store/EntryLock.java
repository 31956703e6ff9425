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
 * <p>The file's lock belongs to the process, and the operating system takes it back when the
 * process ends, however that happens; so nobody waits for a dead owner. The file itself stays:
 * whoever deletes it could lock one file while another process locks its successor.
 */
final class EntryLock implements Closeable {

  /** A file's lock does not keep threads of one process apart; these do. */
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  /** How often to look whether a class loader beside ours let go. */
  private static final long POLL_MILLIS = 100;

  private final ReentrantLock inProcess;
  private final FileChannel channel;

  private EntryLock(ReentrantLock inProcess, FileChannel channel) {
    this.inProcess = inProcess;
    this.channel = channel;
  }

  /**
   * Waits until {@code file} is ours.
   *
   * @throws InterruptedIOException if the thread is interrupted meanwhile
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
