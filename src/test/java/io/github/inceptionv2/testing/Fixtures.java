package io.github.inceptionv2.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Files of other origin beside the checkout, which are not part of it; tests do without them. */
public final class Fixtures {

  private static final Path SHARED = Path.of("..", "shared");

  private Fixtures() {}

  /** The file or directory {@code name}; the test is skipped where it is not there. */
  public static Path shared(String name) {
    Path path = SHARED.resolve(name);
    assumeTrue(Files.exists(path), () -> path + " is not there");
    return path;
  }

  /** Copies a directory's files, to be changed by a test. */
  public static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.write(target, Files.readAllBytes(path));
        }
      }
    }
    return to;
  }
}
