package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The module cache of Python's tensorflow_hub on this machine.
 *
 * @param directory the cache's root
 * @param isNamed true if the user chose the directory; false for the default in a temporary
 *     directory, where any user may create files
 */
record PythonCache(Path directory, boolean isNamed) {

  /**
   * Returns the directory of a module, named as in {@code compressed_module_resolver.py}.
   *
   * @param handle the module's name
   */
  Path module(String handle) {
    return directory.resolve(Digests.sha1(handle));
  }

  /** Returns the reason why a module cannot be used; empty if the module can be used. */
  String problem(String handle) throws IOException {
    Path module = module(handle);
    if (!Files.isDirectory(module)) {
      return "not found";
    } else if (!isNamed && !(isOurs(directory) && isOurs(module))) {
      return "belongs to another user; set TFHUB_CACHE_DIR to use it anyway";
    }
    // Systems that delete old temporary files leave their directories (tensorflow/hub#896).
    boolean isWhole =
        Files.isRegularFile(module.resolve("saved_model.pb"))
            && Files.isRegularFile(module.resolve("variables").resolve("variables.index"));
    return isWhole ? "" : "is incomplete";
  }

  /** Returns true if no other user can have planted the directory or link {@code path}. */
  private static boolean isOurs(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return true; // Windows has a temporary directory for each user
    }
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
        .getName()
        .equals(System.getProperty("user.name"));
  }

  /**
   * Copies a module to the directory {@code target}, which must not exist.
   *
   * @throws UnusableArchiveException if the module cannot be copied, perhaps because it is
   *     unreadable
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
