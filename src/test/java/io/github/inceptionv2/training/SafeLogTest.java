package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Golden;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Log lines escape control characters in the names of folders and files. */
@DisabledOnOs(OS.WINDOWS)
class SafeLogTest {

  private static final String HOSTILE = "\u001b[2Jx\u202e";

  @TempDir Path directory;

  @Test
  void open_namesWithControlCharacters_areEscaped() throws Exception {
    Path photos = Files.createDirectory(directory.resolve(HOSTILE));
    for (String name : new String[] {"a" + HOSTILE, "b"}) {
      Path folder = Files.createDirectory(photos.resolve(name));
      Files.write(folder.resolve("1.png"), Golden.png(name.length(), 32, 32));
      Files.writeString(folder.resolve(HOSTILE + ".png"), "no image");
    }
    Files.createDirectory(photos.resolve("empty" + HOSTILE));
    String log = logged(photos);

    assertTrue(log.contains("fewer than"), log);
    assertTrue(log.contains("are left out; the first: "), log);
    assertTrue(log.contains("empty\\u001b[2Jx\\u202e"), log);
    assertFalse(log.contains("\u001b"), log);
    assertFalse(log.contains("\u202e"), log);
  }

  private static String logged(Path photos) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      ImageFolder.open(photos, 0, 0);
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
