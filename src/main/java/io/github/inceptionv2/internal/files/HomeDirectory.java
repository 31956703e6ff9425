package io.github.inceptionv2.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the user's home directory, or a directory to take in its stead.
 *
 * <p>A user without an entry in {@code /etc/passwd}, as in many containers, has none: {@code
 * user.home} is then {@code ?}, which as a path is a folder in the working directory.
 */
public final class HomeDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(HomeDirectory.class);

  private static final Set<Path> TOLD = ConcurrentHashMap.newKeySet();

  private HomeDirectory() {}

  /**
   * Returns the first of {@code user.home}, {@code $HOME} and a private directory for temporary
   * files in which files can be kept; logs once if it is not the first. Empty if there is none.
   *
   * @param isUsable whether the files in question can be kept in a home directory
   */
  public static Optional<Path> find(Predicate<Path> isUsable) {
    Optional<Path> named =
        Stream.of(System.getProperty("user.home"), System.getenv("HOME"))
            .flatMap(text -> parse(text).stream())
            .filter(Files::isDirectory)
            .filter(isUsable)
            .findFirst();
    Optional<Path> found = named.or(HomeDirectory::temporary).filter(isUsable);
    found.ifPresent(HomeDirectory::tell);
    return found;
  }

  /**
   * Reads a path that somebody may have named as the home directory.
   *
   * @return empty for null, {@code ?}, a relative path, the root, and what is no path
   */
  public static Optional<Path> parse(String text) {
    try {
      return Optional.ofNullable(text)
          .map(Path::of)
          .filter(path -> path.isAbsolute() && path.normalize().getNameCount() > 0);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Returns whether {@code directory} can be written, or created if it is missing. */
  public static boolean isWritable(Path directory) {
    for (Path at = directory; at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        return Files.isDirectory(at) && Files.isWritable(at) && Files.isExecutable(at);
      }
    }
    return false;
  }

  private static Optional<Path> temporary() {
    Optional<Path> parent = parse(System.getProperty("java.io.tmpdir"));
    try {
      return parent.isEmpty()
          ? Optional.empty()
          : Optional.of(PrivateDirectory.in(parent.get(), "inception-v2"));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("no directory for temporary files", e);
      return Optional.empty();
    }
  }

  private static void tell(Path home) {
    String usual = System.getProperty("user.home");
    if (!parse(usual).equals(Optional.of(home)) && TOLD.add(home)) {
      LOG.warn(
          "the home directory \"{}\" cannot be used: files are kept in {} instead; set HOME to a"
              + " directory that can be written",
          SafeText.line(usual),
          SafeText.line(home));
    }
  }
}
