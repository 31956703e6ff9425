package io.github.inceptionv2.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory in which this library creates and deletes its own files and touches no other files.
 *
 * <p>The directory contains a list of the files that the library made. Only listed files are
 * deleted, never through a link; directories are deleted only when they are empty. A lock keeps out
 * other users of the directory, in this process and others, until this object is closed. Not
 * thread-safe.
 */
public final class OwnedDirectory implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(OwnedDirectory.class);
  private static final String LOCK = "inception-v2.lock";

  /** Directories that file systems create in the root of a volume. */
  private static final Set<String> SYSTEM_DIRECTORIES =
      Set.of("lost+found", "System Volume Information");

  private final Path directory;
  private final LockFile lock;
  private final Set<String> files;

  private OwnedDirectory(Path directory, LockFile lock, Collection<String> files) {
    this.directory = directory;
    this.lock = lock;
    this.files = new LinkedHashSet<>(files);
  }

  /**
   * Opens a directory of this library or an empty directory; creates it if it is missing.
   *
   * @throws FileSystemException if the directory has files but no list by this library, is in use,
   *     or cannot be written
   */
  public static OwnedDirectory open(Path directory) throws IOException {
    check(directory);
    try {
      return openChecked(directory);
    } catch (FileSystemException e) {
      throw e.getReason() != null ? e : unwritable(directory, e);
    }
  }

  private static OwnedDirectory openChecked(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    Path real = directory.toRealPath();
    LockFile lock = LockFile.create(real.resolve(LOCK)).orElseThrow(() -> inUse(directory));
    if (!lock.isLocked()) {
      LOG.warn(
          "{}: the file system does not support locks; run only one training at a time there",
          SafeText.line(directory));
    }
    try {
      if (!FileList.isIn(real)) {
        checkEmpty(directory); // another process may have been faster
        FileList.write(real, List.of());
      }
      OwnedDirectory owned = new OwnedDirectory(real, lock, FileList.read(real));
      owned.forgetMissing();
      return owned;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Forgets listed files that were never made: if they appear later, they are somebody else's. */
  private void forgetMissing() throws IOException {
    if (files.removeIf(name -> !isOwn(name))) {
      FileList.write(directory, files);
    }
  }

  private boolean isOwn(String name) {
    return areDirectories(directories(name))
        && Files.isRegularFile(resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Checks that {@link #open} accepts the contents of a directory, without writing to it.
   *
   * @throws FileSystemException if {@code directory} is not a directory, or has files but no list
   *     by this library
   */
  public static void check(Path directory) throws IOException {
    if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw new FileSystemException(
          directory.toString(), null, "is not a directory; choose another path, or move it away");
    }
    if (FileList.isIn(directory)) {
      FileList.read(directory);
    } else {
      checkEmpty(directory);
    }
  }

  private static void checkEmpty(Path directory) throws IOException {
    Set<String> own = Set.of(LOCK, FileList.UNFINISHED);
    try (Stream<Path> children = Files.list(directory)) {
      Optional<Path> foreign =
          children
              .filter(child -> !own.contains(child.getFileName().toString()))
              .filter(child -> !SYSTEM_DIRECTORIES.contains(child.getFileName().toString()))
              .min(Comparator.naturalOrder());
      if (foreign.isPresent()) {
        throw new FileSystemException(
            directory.toString(),
            null,
            "contains \""
                + foreign.get().getFileName()
                + "\" but no list \""
                + FileList.NAME
                + "\", so its files may not be inception-v2's; choose a new or empty directory, or"
                + " move this one away");
      }
    }
  }

  private static FileSystemException inUse(Path directory) {
    return new FileSystemException(
        directory.toString(),
        null,
        "is in use by another training, in this process or another; wait for it, or choose another"
            + " directory");
  }

  private static FileSystemException unwritable(Path directory, FileSystemException e) {
    FileSystemException named =
        new FileSystemException(
            directory.toString(),
            null,
            "cannot be written (" + e + "); make it writable, or choose another directory");
    named.initCause(e);
    return named;
  }

  /**
   * Removes all files of this library from {@code directory}, and the directory itself if it is
   * then empty. Keeps the directory if the path is a link; does nothing if the path does not exist.
   *
   * @throws FileSystemException as {@link #open} does
   */
  public static void remove(Path directory) throws IOException {
    if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    boolean isLink = Files.isSymbolicLink(directory);
    try (OwnedDirectory owned = open(directory)) {
      owned.clear();
      if (!isLink) {
        owned.deleteIfEmpty(owned.directory);
      }
    }
  }

  /** Returns the path of a listed file. */
  public Path resolve(String name) {
    return directory.resolve(name);
  }

  /** Returns the names of the listed files and of their directories. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(files);
    files.forEach(file -> names.addAll(directories(file)));
    return names;
  }

  private static List<String> directories(String file) {
    return Stream.iterate(
            file.lastIndexOf('/'), end -> end > 0, end -> file.lastIndexOf('/', end - 1))
        .map(end -> file.substring(0, end))
        .toList();
  }

  /** Returns {@code name}, or a similar name that is not used in the directory. */
  public String unused(String name) {
    String free = name;
    for (int i = 2; Files.exists(resolve(free), LinkOption.NOFOLLOW_LINKS); i++) {
      free = name + "-" + i;
    }
    return free;
  }

  /**
   * Adds files to the list before they are made.
   *
   * @param names relative paths, with slashes
   * @throws FileAlreadyExistsException if one of the files exists
   */
  public void add(Collection<String> names) throws IOException {
    for (String name : names) {
      if (Files.exists(resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(
            resolve(name).toString(), null, "already exists; move it away");
      }
    }
    Set<String> all = new LinkedHashSet<>(files);
    all.addAll(names);
    FileList.write(directory, all);
    files.addAll(names);
  }

  /**
   * Deletes a listed file, or all listed files in a directory.
   *
   * @param name the relative path of the file or directory
   */
  public void delete(String name) throws IOException {
    List<String> gone =
        files.stream().filter(file -> file.equals(name) || file.startsWith(name + "/")).toList();
    deleteFiles(gone);
    files.removeAll(Set.copyOf(gone));
    FileList.write(directory, files);
  }

  private void deleteFiles(List<String> names) throws IOException {
    Set<String> directories = new TreeSet<>(Comparator.reverseOrder());
    for (String name : names) {
      if (isOwn(name)) {
        Files.delete(resolve(name));
      }
      directories.addAll(directories(name));
    }
    for (String name : directories) {
      if (areDirectories(directories(name))) {
        deleteIfEmpty(resolve(name));
      }
    }
  }

  /** Returns true if all paths are directories and none was replaced by a link. */
  private boolean areDirectories(List<String> directories) {
    return directories.stream()
        .allMatch(name -> Files.isDirectory(resolve(name), LinkOption.NOFOLLOW_LINKS));
  }

  private void deleteIfEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.delete(path);
    } catch (DirectoryNotEmptyException e) {
      // the directory has somebody else's files
    } catch (FileSystemException e) {
      if (!path.equals(directory)) { // it may be a volume or in a read-only directory
        throw e;
      }
    }
  }

  /** Deletes all files of this library, including the list and the lock. */
  private void clear() throws IOException {
    deleteFiles(List.copyOf(files));
    files.clear();
    Files.deleteIfExists(resolve(FileList.UNFINISHED));
    Files.deleteIfExists(resolve(FileList.NAME));
    lock.delete();
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
