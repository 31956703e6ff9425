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
 * A temporary file or directory, {@code .inception-v2.UUID.tmp}, that is created beside its target
 * and then atomically moved there. While it is written, a lock file exists.
 *
 * <p>A killed writer leaves both files behind. The lock file shows that the temporary file belongs
 * to this library, and whether its writer is still alive; {@link #sweep} removes the files of dead
 * writers.
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
  private final LockFile lock;

  private Temporary(Path path, LockFile lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Reserves an unused name in {@code directory}. */
  public static Temporary in(Path directory) throws IOException {
    String name = PREFIX + UUID.randomUUID();
    LockFile lock = LockFile.create(directory.resolve(name + LOCK)).orElseThrow();
    return new Temporary(directory.resolve(name + CONTENT), lock);
  }

  /** Returns the path to write to and then to move to the target. */
  public Path path() {
    return path;
  }

  /** Deletes the file or directory unless it was moved away. */
  @Override
  public void close() throws IOException {
    try {
      DirectoryTree.delete(path);
    } finally {
      lock.delete();
    }
  }

  /**
   * Removes the temporary files of killed writers from {@code directory}. Skips files that cannot
   * be removed.
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
      // some directories can be written but not listed
    }
  }

  /** Sweeps {@code directory} unless it was swept recently, because listing many files is slow. */
  public static void sweepOnce(Path directory) throws IOException {
    if (SWEPT.add(directory.toRealPath())) {
      sweep(directory);
    }
  }

  private static void remove(Path file, Path content) {
    try {
      Optional<LockFile> held = LockFile.existing(file);
      if (held.isPresent()) {
        try (LockFile lock = held.get()) {
          if (lock.isLocked()) { // otherwise the writer may be alive
            DirectoryTree.delete(content);
            lock.delete();
          }
        }
      }
    } catch (IOException e) {
      // the file belongs to another user, or its owner is removing it
    }
  }
}
