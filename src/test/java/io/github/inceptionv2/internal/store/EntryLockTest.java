package io.github.inceptionv2.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One thread at a time holds an entry's lock. {@code SharedCacheTest} proves the same for
 * processes.
 */
class EntryLockTest {

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("locks/x.lock");
  }

  @Test
  void lock_manyThreads_onlyOneIsInside() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int round = 0; round < 50; round++) {
                  EntryLock lock = acquire();
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  Thread.yield();
                  inside.decrementAndGet();
                  release(lock);
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(1, most.get());
  }

  /** A second copy of this class in another class loader does not know our threads. */
  @Test
  void lockOfAnotherClassLoader_isAwaited() throws Exception {
    Files.createDirectories(file.getParent());
    CompletableFuture<Void> waiting;
    try (FileChannel other =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      other.lock();
      waiting = CompletableFuture.runAsync(() -> release(acquire()));
      Thread.sleep(50);
      assertFalse(waiting.isDone());
    }
    waiting.get();
  }

  @Test
  void interrupt_endsTheWait() throws Exception {
    EntryLock lock = acquire();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              var e = assertThrows(CompletionException.class, this::acquire);
              interrupted.complete(
                  e.getCause() instanceof InterruptedIOException
                      && Thread.currentThread().isInterrupted());
            });
    waiting.start();
    waiting.interrupt();

    assertTrue(interrupted.get());
    release(lock);
    release(acquire());
  }

  private EntryLock acquire() {
    try {
      return EntryLock.acquire(file);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static void release(EntryLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }
}
