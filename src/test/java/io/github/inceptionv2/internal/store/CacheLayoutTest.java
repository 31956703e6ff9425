package io.github.inceptionv2.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLayoutTest {

  @TempDir Path directory;

  @Test
  void requireSpace_moreThanTheDiskHas_isReported() {
    CacheLayout layout = new CacheLayout(directory);
    long bytes = Long.MAX_VALUE / 2;

    IOException e = assertThrows(IOException.class, () -> layout.requireSpace(bytes));
    assertTrue(
        e.getMessage().matches("only \\d+ bytes are free, expected at least " + bytes),
        e.getMessage());
  }

  @Test
  void requireSpace_oneByteInANewCache_createsTheCache() throws IOException {
    Path cache = directory.resolve("a/cache");

    new CacheLayout(cache).requireSpace(1);

    assertTrue(Files.isDirectory(cache));
  }

  @Test
  void names_noCache_areEmpty() throws IOException {
    assertEquals(0, new CacheLayout(directory.resolve("none")).names().size());
  }
}
