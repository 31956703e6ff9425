package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.Temporary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Paths in the cache.
 *
 * <p>Each model has a directory {@code models/NAME}, which contains the manifest and the module and
 * appears atomically. An archive that the user put at {@code archives/NAME.tar.gz} is used instead
 * of a download. A partial download is beside it, with the suffix {@code .part}. The holder of
 * {@code locks/NAME.lock} builds the entry in {@code tmp}.
 */
record CacheLayout(Path root) {

  static final String MODULE = "module";

  Path models() {
    return root.resolve("models");
  }

  Path entry(String name) {
    return models().resolve(name);
  }

  Path module(String name) {
    return entry(name).resolve(MODULE);
  }

  Path archive(String name) {
    return root.resolve("archives").resolve(name + ".tar.gz");
  }

  PartialFile part(String name) {
    return new PartialFile(root.resolve("archives").resolve(name + ".tar.gz.part"));
  }

  /**
   * Returns the file that records, in sha256sum's format, the hash of an archive whose hash is not
   * known in advance.
   */
  Path recordedHash(String name) {
    return root.resolve("archives").resolve(name + ".tar.gz.sha256");
  }

  /**
   * Reserves a temporary directory for building or deleting an entry; closing it deletes it. Also
   * removes the files that killed processes left behind.
   */
  Temporary temporary() throws IOException {
    Path parent = Files.createDirectories(root.resolve("tmp"));
    Temporary.sweep(parent);
    return Temporary.in(parent);
  }

  /** Returns an unused path beside the entry called {@code name}, for its damaged files. */
  Path aside(String name) {
    Path aside = entry(name + ".damaged");
    for (int i = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
      aside = entry(name + ".damaged-" + i);
    }
    return aside;
  }

  Path lock(String name) {
    return root.resolve("locks").resolve(name + ".lock");
  }

  /** Returns the names of all entries in alphabetical order; ignores anything else. */
  List<String> names() throws IOException {
    if (!Files.isDirectory(models())) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(models())) {
      return entries
          .filter(Manifest::isIn)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** Creates the cache and checks that its disk has the given number of bytes free. */
  void requireSpace(long bytes) throws IOException {
    Files.createDirectories(root);
    // Not from the FileStore, which has no mount point in some containers and throws.
    long usable = root.toFile().getUsableSpace();
    if (bytes > usable) {
      throw new IOException("only " + usable + " bytes are free, expected at least " + bytes);
    }
  }
}
