package io.github.inceptionv2.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

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

  /** Unpacks a {@code .tar.gz} that is trusted, into an existing directory. */
  public static Path unpack(Path archive, Path to) throws IOException {
    try (InputStream file = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = to.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.copy(tar, target);
        }
      }
    }
    return to;
  }

  /** The picture of a flower that is part of the project. */
  public static Path flower() {
    return Path.of("src/test/resources/images/flower.jpg");
  }
}
