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
 * <p>A model is {@code models/NAME}, which holds the manifest and the module and appears whole. An
 * archive that somebody put at {@code archives/NAME.tar.gz} is taken instead of one from the
 * network. What is fetched grows beside it, as {@code .part}. An entry is made in {@code tmp}, by
 * the owner of {@code locks/NAME.lock}.
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

  /** Where the hash of an archive is kept of which none was known, in the form of sha256sum. */
  Path recordedHash(String name) {
    return root.resolve("archives").resolve(name + ".tar.gz.sha256");
  }

  /**
   * Reserves a directory to make an entry in, or to delete one in; it is deleted when it is closed.
   * What killed processes left there is removed.
   */
  Temporary temporary() throws IOException {
    Path parent = Files.createDirectories(root.resolve("tmp"));
    Temporary.sweep(parent);
    return Temporary.in(parent);
  }

  /** Returns a path beside the entry {@code name} where a damaged one is kept. */
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

  /** The names of all entries, in order; other files and directories among them have none. */
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

  /** Creates the cache, and checks that its disk has room for {@code bytes} more. */
  void requireSpace(long bytes) throws IOException {
    Files.createDirectories(root);
    // Not by the FileStore, which in some containers has no mount point and throws.
    long usable = root.toFile().getUsableSpace();
    if (bytes > usable) {
      throw new IOException("there are " + usable + " bytes left, expected " + bytes);
    }
  }
}
