package io.github.inceptionv2.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AtomicFileTest {

  @TempDir Path directory;

  @Test
  @EnabledOnOs(OS.LINUX)
  void write_fullDisk_namesTheFile() {
    Path full = Path.of("/dev/full");
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> AtomicFile.write(full, "text"));

    assertTrue(e.getMessage().startsWith("/dev/full: cannot be written (No space left"), "" + e);
  }

  @Test
  void write_newFile_createsItsDirectories() throws IOException {
    Path file = directory.resolve("a/b/file.txt");
    AtomicFile.write(file, "ä");

    assertEquals("ä", Files.readString(file));
    assertAlone(file);
  }

  @Test
  void write_failure_keepsTheEarlierFile() throws IOException {
    Path file = Files.writeString(directory.resolve("file.txt"), "earlier");
    assertThrows(
        IOException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  out.write(new byte[100_000]);
                  throw new IOException("no more");
                }));

    assertEquals("earlier", Files.readString(file));
    assertAlone(file);
  }

  @Test
  void write_link_replacesItsTarget() throws IOException {
    Path file = Files.createDirectory(directory.resolve("real")).resolve("file.txt");
    Files.writeString(file, "earlier");
    Path link = Files.createSymbolicLink(directory.resolve("link.txt"), file);
    AtomicFile.write(link, "new");

    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(file));
    assertAlone(file);
  }

  @Test
  void write_pipe_isWrittenTo() throws Exception {
    Path pipe = directory.resolve("pipe");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
    assertEquals(0, new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor());
    Process reader = new ProcessBuilder("cat", pipe.toString()).start();
    try {
      AtomicFile.write(pipe, "text");

      assertFalse(Files.isRegularFile(pipe), "the pipe was replaced");
      assertEquals(
          "text", new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } finally {
      reader.destroy();
    }
  }

  @Test
  void write_directory_saysSo() {
    for (Path bad : new Path[] {directory, directory.getRoot(), Path.of("")}) {
      FileSystemException e =
          assertThrows(FileSystemException.class, () -> AtomicFile.write(bad, "text"));
      assertEquals(bad + ": is a directory; expected a file name", e.getMessage());
    }
  }

  /** Asserts that no temporary file is left next to {@code file}. */
  private static void assertAlone(Path file) throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(1, files.count());
    }
  }
}
