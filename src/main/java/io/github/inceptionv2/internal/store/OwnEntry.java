package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Distinguishes cache entries that this library made from other files at the same paths. The
 * library deletes only files that the entry's manifest lists.
 */
final class OwnEntry {

  /** Files that desktops create in the directories that they display. */
  private static final Set<String> DESKTOP_FILES = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");

  /** The state of an entry's directory. */
  enum State {
    ABSENT,
    /** An entry of this library, which may be deleted. */
    OWN,
    /** An entry's layout with an unreadable manifest, which may be moved but not deleted. */
    DAMAGED
  }

  private OwnEntry() {}

  /**
   * Returns the state of {@code entry}.
   *
   * @throws FileSystemException if the entry has files that this library did not make
   */
  static State check(Path entry) throws IOException {
    if (Files.notExists(entry, LinkOption.NOFOLLOW_LINKS)) {
      return State.ABSENT;
    } else if (!Files.isDirectory(entry)) {
      throw foreign(entry, "is not a directory");
    } else if (!Manifest.isIn(entry)) {
      checkEmpty(entry);
      return State.OWN;
    }
    try {
      checkListed(entry, Manifest.read(entry));
      return State.OWN;
    } catch (UnusableArchiveException e) {
      checkLayout(entry);
      return State.DAMAGED;
    }
  }

  private static void checkEmpty(Path entry) throws IOException {
    try (Stream<Path> children = Files.list(entry)) {
      refuseAny(entry, children, name -> false, "but no " + Manifest.NAME + " of inception-v2");
    }
  }

  private static void checkListed(Path entry, Manifest manifest) throws IOException {
    try (Stream<Path> paths = Files.walk(entry)) {
      refuseAny(
          entry,
          paths.filter(path -> !path.equals(entry) && !isPlainDirectory(path)),
          name -> name.equals(Manifest.NAME) || manifest.files().containsKey(name),
          "which its " + Manifest.NAME + " does not list");
    }
  }

  private static boolean isPlainDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void checkLayout(Path entry) throws IOException {
    try (Stream<Path> children = Files.list(entry)) {
      refuseAny(
          entry,
          children,
          name -> Set.of(Manifest.NAME, CacheLayout.MODULE).contains(name),
          "and a " + Manifest.NAME + " that is damaged or not inception-v2's");
    }
  }

  private static void refuseAny(
      Path entry, Stream<Path> paths, Predicate<String> isOwn, String where) throws IOException {
    Optional<String> other =
        paths
            .filter(path -> !DESKTOP_FILES.contains(path.getFileName().toString()))
            .map(path -> Manifest.name(entry, path))
            .filter(name -> !isOwn.test(name))
            .min(String::compareTo);
    if (other.isPresent()) {
      throw foreign(entry, "contains \"" + other.get() + "\", " + where);
    }
  }

  static FileSystemException foreign(Path entry, String why) {
    return new FileSystemException(
        entry.toString(),
        null,
        why
            + "; inception-v2 deletes only its own files: move this path away, or choose another"
            + " cache");
  }
}
