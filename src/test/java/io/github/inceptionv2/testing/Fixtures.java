package io.github.inceptionv2.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Files beside the checkout that are not part of it; tests that need them are skipped without them.
 */
public final class Fixtures {

  private static final Path SHARED = Path.of("..", "shared");

  private Fixtures() {}

  /** Returns the file or directory {@code name}, or skips the test if it is missing. */
  public static Path shared(String name) {
    Path path = SHARED.resolve(name);
    assumeTrue(Files.exists(path), () -> path + " is missing");
    return path;
  }

  /** Copies a directory's files, so that a test can change them. */
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

  /** Returns the files below {@code directory}, as paths relative to it with {@code /}. */
  public static Set<String> files(Path directory) throws IOException {
    Set<String> files = new TreeSet<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      paths
          .filter(Files::isRegularFile)
          .map(path -> directory.relativize(path).toString().replace('\\', '/'))
          .forEach(files::add);
    }
    return files;
  }

  /** Unpacks a trusted {@code .tar.gz} into an existing directory. */
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

  /** Returns an archive of a complete module with the reference weights. */
  public static byte[] untrainedArchive(Path work) throws IOException {
    Path module = work.resolve("module");
    ModelSource.untrained().writeModule(module);
    return Files.readAllBytes(pack(module, work.resolve("module.tar.gz")));
  }

  /** Packs a directory as Hub does: names begin with {@code ./}. */
  public static Path pack(Path directory, Path archive) throws IOException {
    GzipParameters fast = new GzipParameters();
    fast.setCompressionLevel(1);
    try (OutputStream file = Files.newOutputStream(archive);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(file, fast));
        Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted().toList()) {
        String name = "./" + directory.relativize(path).toString().replace('\\', '/');
        TarArchiveEntry entry = new TarArchiveEntry(path, name);
        tar.putArchiveEntry(entry);
        if (entry.isFile()) {
          Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
      }
    }
    return archive;
  }

  /** Returns the picture of a flower that is part of the project. */
  public static Path flower() {
    return Path.of("src/test/resources/images/flower.jpg");
  }
}
