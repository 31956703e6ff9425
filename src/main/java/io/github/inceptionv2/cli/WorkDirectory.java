package io.github.inceptionv2.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a training keeps beside the directory that it will write, until it is there. */
record WorkDirectory(Path directory) {

  private static final String STEPS = "steps";
  private static final String MODULE = "module";
  static final String HTML = "report.html";
  static final String JSON = "report.json";
  private static final List<String> OWN = List.of(STEPS, MODULE, HTML, JSON);

  static WorkDirectory beside(Path out) {
    Path target = out.toAbsolutePath().normalize();
    return new WorkDirectory(target.resolveSibling(target.getFileName() + ".checkpoint"));
  }

  Path checkpoints() {
    return file(STEPS);
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** A place for a module; one from an earlier attempt is removed. */
  Path emptyModule() throws IOException {
    Path module = file(MODULE);
    delete(module);
    return module;
  }

  /** Removes what is kept here; what somebody else put here stays, and so does then the place. */
  void remove() throws IOException {
    for (String name : OWN) {
      delete(file(name));
    }
    if (Files.isDirectory(directory)) {
      try (Stream<Path> rest = Files.list(directory)) {
        if (rest.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(directory);
    }
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
