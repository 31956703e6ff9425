package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLocationTest {

  @TempDir Path directory;

  /** The folder is unpacked from an archive that {@code tar czf flowers.tgz flowers} makes. */
  @Test
  void unwrapped_isTheOnlyFolderInAnArchive() throws Exception {
    Path model = Fixtures.copy(Path.of("models", "flowers"), directory.resolve("a/flowers"));
    Files.createFile(directory.resolve("a/._flowers"));
    assertEquals(model, ModelLocation.Distributed.unwrapped(directory.resolve("a")));
    assertEquals(model, ModelLocation.Distributed.unwrapped(model));
    Files.createDirectory(directory.resolve("a/other"));
    assertEquals(
        directory.resolve("a"), ModelLocation.Distributed.unwrapped(directory.resolve("a")));
    Path file = Files.createFile(directory.resolve("m.tar.gz"));
    assertEquals(file, ModelLocation.Distributed.unwrapped(file));
  }
}
