package io.github.inceptionv2.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What a training keeps beside the directory that it will write, until it is there. */
record WorkDirectory(Path directory) {

  static WorkDirectory beside(Path out) {
    Path target = out.toAbsolutePath().normalize();
    return new WorkDirectory(target.resolveSibling(target.getFileName() + ".checkpoint"));
  }

  Path checkpoints() {
    return directory.resolve("steps");
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** A place for a module; one from an earlier attempt is removed. */
  Path emptyModule() throws IOException {
    Path module = directory.resolve("module");
    delete(module);
    return module;
  }

  void remove() throws IOException {
    delete(directory);
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
