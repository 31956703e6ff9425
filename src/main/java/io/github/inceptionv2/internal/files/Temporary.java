package io.github.inceptionv2.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A temporary file or directory that becomes another by an atomic move: {@code
 * .inception-v2.UUID.tmp} beside it, and a lock file while it is written.
 *
 * <p>A writer that was killed leaves both. The lock file says that the temporary file is this
 * library's, and whether its writer still lives; {@link #sweep} removes those of dead writers.
 */
public final class Temporary implements Closeable {

  private static final String PREFIX = ".inception-v2.";
  private static final String CONTENT = ".tmp";
  private static final String LOCK = ".lock";

  private static final Pattern LOCK_NAME =
      Pattern.compile(
          Pattern.quote(PREFIX) + "(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})\\.lock");

  private static final int MAX_SWEPT = 100;

  /** The directories that were swept last. */
  private static final Set<Path> SWEPT =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
                  return size() > MAX_SWEPT;
                }
              }));

  private final Path path;
  private final HeldFile lock;

  private Temporary(Path path, HeldFile lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Reserves a name in {@code directory}, in which there is no such file yet. */
  public static Temporary in(Path directory) throws IOException {
    String name = PREFIX + UUID.randomUUID();
    HeldFile lock = HeldFile.create(directory.resolve(name + LOCK)).orElseThrow();
    return new Temporary(directory.resolve(name + CONTENT), lock);
  }

  /** Returns where to write, and what to move when it is whole. */
  public Path path() {
    return path;
  }

  /** Deletes what was not moved away. */
  @Override
  public void close() throws IOException {
    try {
      DirectoryTree.delete(path);
    } finally {
      lock.delete();
    }
  }

  /**
   * Removes from {@code directory} the temporary files of writers that were killed. Those that
   * cannot be removed stay.
   */
  public static void sweep(Path directory) {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(directory, PREFIX + "*" + LOCK)) {
      for (Path lock : locks) {
        Matcher name = LOCK_NAME.matcher(lock.getFileName().toString());
        if (name.matches()) {
          remove(lock, directory.resolve(PREFIX + name.group(1) + CONTENT));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // one can write to some directories that one cannot list
    }
  }

  /** Sweeps {@code directory} unless it was swept recently, as listing many files is slow. */
  public static void sweepOnce(Path directory) throws IOException {
    if (SWEPT.add(directory.toRealPath())) {
      sweep(directory);
    }
  }

  private static void remove(Path file, Path content) {
    try {
      Optional<HeldFile> held = HeldFile.existing(file);
      if (held.isPresent()) {
        try (HeldFile lock = held.get()) {
          if (lock.isLocked()) { // else its writer may live
            DirectoryTree.delete(content);
            lock.delete();
          }
        }
      }
    } catch (IOException e) {
      // another user's, or just being removed by its owner
    }
  }
}
