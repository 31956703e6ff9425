package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Modules that Python's tensorflow_hub left on this machine.
 *
 * @param directory its root
 * @param isNamed whether the user named it, rather than it being the default in a directory for
 *     temporary files, in which anybody may put something
 */
record PythonCache(Path directory, boolean isNamed) {

  /**
   * Where it keeps the module {@code handle}, as its {@code compressed_module_resolver.py} does.
   */
  Path module(String handle) {
    return directory.resolve(Digests.sha1(handle));
  }

  /** Says why the module {@code handle} cannot be taken from here; empty if it can. */
  String problem(String handle) throws IOException {
    Path module = module(handle);
    if (!Files.isDirectory(module)) {
      return "not there";
    } else if (!isNamed && !(isOurs(directory) && isOurs(module))) {
      return "belongs to another user; set TFHUB_CACHE_DIR to use it nevertheless";
    }
    // Systems that tidy up directories for temporary files leave the folders (tensorflow/hub#896).
    boolean isWhole =
        Files.isRegularFile(module.resolve("saved_model.pb"))
            && Files.isRegularFile(module.resolve("variables").resolve("variables.index"));
    return isWhole ? "" : "is not whole";
  }

  /** Whether nobody else can have laid {@code path} in wait, be it a directory or a link to one. */
  private static boolean isOurs(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return true; // Windows has a directory for temporary files for each user
    }
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
        .getName()
        .equals(System.getProperty("user.name"));
  }

  /**
   * Copies the module {@code handle} to {@code target}, which must not exist.
   *
   * @throws UnusableArchiveException if it cannot be copied, perhaps because it cannot be read
   */
  void copy(String handle, Path target) throws IOException {
    Path module = module(handle);
    try (Stream<Path> paths = Files.walk(module)) {
      for (Path path : paths.toList()) {
        Path copy = target.resolve(module.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new UnusableArchiveException(module, "cannot be copied (" + e + ")", e);
    }
  }
}
