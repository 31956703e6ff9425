package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands stop with an error when their results cannot be written. */
class OutputTest {

  private static final String FLOWER = Fixtures.flower().toString();

  @TempDir Path directory;

  /** A disk with little room left. */
  private static final class FullDisk extends OutputStream {
    private int room;

    FullDisk(int room) {
      this.room = room;
    }

    @Override
    public void write(int value) throws IOException {
      if (room-- <= 0) {
        throw new IOException("No space left on device");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void images_fullDisk_endsAtOnceAndSaysWhy(int room) throws IOException {
    Path page = Files.writeString(directory.resolve("page.html"), "earlier");
    List<String> args = new ArrayList<>(List.of("explain", "--model", "models/flowers"));
    args.addAll(List.of("--format", "json", "--html", page.toString()));
    args.addAll(Collections.nCopies(3, FLOWER));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(new FullDisk(room), err, args.toArray(String[]::new));
    String said = err.toString(StandardCharsets.UTF_8);

    assertEquals(1, code);
    assertTrue(said.contains("error: cannot write to standard output ("), said);
    assertTrue(said.contains("No space left on device"), said);
    assertEquals(1, said.lines().count(), said);
    assertEquals("earlier", Files.readString(page), "not replaced by a partial page");
  }

  @Test
  void images_fullDisk_stopsComputing() {
    List<String> args = new ArrayList<>(List.of("classify", "--model", "models/flowers"));
    args.addAll(Collections.nCopies(16, FLOWER));
    args.add(directory.resolve("none.jpg").toString());
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Main.run(new FullDisk(100), err, args.toArray(String[]::new));

    assertFalse(err.toString(StandardCharsets.UTF_8).contains("none.jpg"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"info --model untrained", "--help", "--version"})
  void otherCommand_fullDisk_fails(String line) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(new FullDisk(10), err, line.split(" "));

    assertEquals(1, code);
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("No space left"), err.toString());
  }

  /** {@code System.out} would swallow the error. */
  @Test
  void process_fullDevice_fails() throws Exception {
    File full = new File("/dev/full");
    assumeTrue(full.exists(), "a device that is always full");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--help")
            .redirectOutput(full)
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(1, process.waitFor(), err);
    assertTrue(err.contains("error: cannot write to standard output ("), err);
  }
}
