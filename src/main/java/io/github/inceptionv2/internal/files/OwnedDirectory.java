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
 * A directory in which this library makes and deletes files, and nobody else's are touched.
 *
 * <p>It carries a list of the files that the library made. Only these are deleted, never through a
 * link, and directories only when nothing else is in them. A lock keeps other users of the
 * directory away, in this process and others, until it is closed. Not thread-safe.
 */
public final class OwnedDirectory implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(OwnedDirectory.class);
  private static final String LOCK = "inception-v2.lock";

  /** Directories that file systems put into the root of a volume. */
  private static final Set<String> OF_THE_SYSTEM =
      Set.of("lost+found", "System Volume Information");

  private final Path directory;
  private final HeldFile lock;
  private final Set<String> files;

  private OwnedDirectory(Path directory, HeldFile lock, Collection<String> files) {
    this.directory = directory;
    this.lock = lock;
    this.files = new LinkedHashSet<>(files);
  }

  /**
   * Takes a directory of this library, an empty one, or makes one.
   *
   * @throws FileSystemException if it holds files that this library did not make and carries no
   *     mark of it, somebody else uses it, or it cannot be written
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
    HeldFile lock = HeldFile.create(real.resolve(LOCK)).orElseThrow(() -> inUse(directory));
    if (!lock.isLocked()) {
      LOG.warn(
          "{}: this file system has no locks; let one training at a time use it",
          SafeText.line(directory));
    }
    try {
      if (!FileList.isIn(real)) {
        checkEmpty(directory); // somebody may have been faster
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

  /** A file that was listed and never made would be somebody else's if it came later. */
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
   * Refuses a directory that {@link #open} refuses for what it holds. Writes nothing.
   *
   * @throws FileSystemException if it is no directory, or holds files that this library did not
   *     make and carries no mark of it
   */
  public static void check(Path directory) throws IOException {
    if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw new FileSystemException(
          directory.toString(), null, "is no directory; name another, or move it away");
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
              .filter(child -> !OF_THE_SYSTEM.contains(child.getFileName().toString()))
              .min(Comparator.naturalOrder());
      if (foreign.isPresent()) {
        throw new FileSystemException(
            directory.toString(),
            null,
            "holds \""
                + foreign.get().getFileName()
                + "\" and no list \""
                + FileList.NAME
                + "\", so that its files are not known to be inception-v2's; name a new or empty"
                + " directory, or move this one away");
      }
    }
  }

  private static FileSystemException inUse(Path directory) {
    return new FileSystemException(
        directory.toString(),
        null,
        "is in use by another training, in this process or another; wait for it, or name another"
            + " directory");
  }

  private static FileSystemException unwritable(Path directory, FileSystemException e) {
    FileSystemException named =
        new FileSystemException(
            directory.toString(),
            null,
            "cannot be written (" + e + "); make it writable, or name another directory");
    named.initCause(e);
    return named;
  }

  /**
   * Removes all files of this library from {@code directory}, and the directory if nothing else is
   * in it. A directory that is not there, or that a link leads to, stays as it is.
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

  /** Returns where a listed file is. */
  public Path resolve(String name) {
    return directory.resolve(name);
  }

  /** Returns the names of the files that are listed, and of the directories they lie in. */
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

  /** Returns {@code name}, or one like it that nothing in the directory has. */
  public String unused(String name) {
    String free = name;
    for (int i = 2; Files.exists(resolve(free), LinkOption.NOFOLLOW_LINKS); i++) {
      free = name + "-" + i;
    }
    return free;
  }

  /**
   * Lists files that are about to be made.
   *
   * @param names relative paths, with slashes
   * @throws FileAlreadyExistsException if there is such a file
   */
  public void add(Collection<String> names) throws IOException {
    for (String name : names) {
      if (Files.exists(resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(
            resolve(name).toString(), null, "exists already; move it away");
      }
    }
    Set<String> all = new LinkedHashSet<>(files);
    all.addAll(names);
    FileList.write(directory, all);
    files.addAll(names);
  }

  /** Deletes the listed file {@code name}, or those in the directory {@code name}. */
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

  /** Returns whether all of these are directories; one may have been replaced by a link. */
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
      // it holds somebody else's files
    } catch (FileSystemException e) {
      if (!path.equals(directory)) { // which may be a volume, or in a read-only directory
        throw e;
      }
    }
  }

  /** Deletes all files of this library, the list and the lock too. */
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
