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
 * Finds the user's home directory or a substitute.
 *
 * <p>A user without an entry in {@code /etc/passwd}, as in many containers, has no home directory:
 * {@code user.home} is then {@code ?}, which would be resolved against the working directory.
 */
public final class HomeDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(HomeDirectory.class);

  private static final Set<Path> REPORTED = ConcurrentHashMap.newKeySet();

  private HomeDirectory() {}

  /**
   * Returns the first usable directory of {@code user.home}, {@code $HOME} and a private temporary
   * directory; empty if none is usable. Logs a warning once if the result is not {@code user.home}.
   *
   * @param isUsable tests whether the caller can store files in a home directory
   */
  public static Optional<Path> find(Predicate<Path> isUsable) {
    Optional<Path> named =
        Stream.of(System.getProperty("user.home"), System.getenv("HOME"))
            .flatMap(text -> parse(text).stream())
            .filter(Files::isDirectory)
            .filter(isUsable)
            .findFirst();
    Optional<Path> found = named.or(HomeDirectory::temporary).filter(isUsable);
    found.ifPresent(HomeDirectory::report);
    return found;
  }

  /**
   * Parses the path of a possible home directory.
   *
   * @return empty for null, {@code ?}, a relative path, the root, and an invalid path
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

  /** Returns true if {@code directory} is writable, or can be created if it is missing. */
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
      LOG.debug("no private temporary directory", e);
      return Optional.empty();
    }
  }

  private static void report(Path home) {
    String usual = System.getProperty("user.home");
    if (!parse(usual).equals(Optional.of(home)) && REPORTED.add(home)) {
      LOG.warn(
          "cannot use the home directory \"{}\"; storing files in {} instead; set HOME to a"
              + " writable directory",
          SafeText.line(usual),
          SafeText.line(home));
    }
  }
}
