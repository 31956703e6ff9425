package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.cli.MainTest.Outcome;
import io.github.inceptionv2.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {

  private static final String MODEL = "models/flowers";

  @TempDir private Path directory;

  private Outcome calibrate(String... more) {
    String[] arguments = {
      "calibrate", "--model", MODEL, "--images", directory.resolve("images").toString()
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return MainTest.run(all);
  }

  private void photographs(int count) throws Exception {
    Path folder = Files.createDirectories(directory.resolve("images/inside"));
    for (int i = 0; i < count; i++) {
      Files.copy(Fixtures.flower(), folder.resolve(i + ".jpg"));
    }
  }

  @Test
  void folder_makesAModuleThatRunsInInt8() throws Exception {
    photographs(3);
    String out = directory.resolve("module").toString();
    Outcome outcome = calibrate("--out", out, "--count", "2");

    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("calibrated on 2 images"), outcome.out());
    Outcome classified =
        MainTest.run(
            "classify", "--model", out, "--precision", "int8", Fixtures.flower().toString());
    assertEquals(0, classified.code(), classified.err());
    assertTrue(classified.out().contains("sunflowers"), classified.out());
  }

  @Test
  void fileThatIsNotAnImage_isNamedAndLeftOut() throws Exception {
    photographs(1);
    Files.writeString(directory.resolve("images/broken.jpg"), "no image");
    Outcome outcome = calibrate("--out", directory.resolve("module").toString());

    assertEquals(1, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("left out: "), outcome.err());
    assertTrue(outcome.err().contains("broken.jpg"), outcome.err());
    assertTrue(outcome.out().contains("calibrated on 1 images"), outcome.out());
  }

  @Test
  void invalidOptions_exitWithTwo() throws Exception {
    Files.createDirectories(directory.resolve("images"));
    String out = directory.resolve("module").toString();
    Outcome none = calibrate("--out", out);
    assertEquals(2, none.code(), none.err());
    assertTrue(none.err().contains("contains no images"), none.err());
    assertEquals(2, calibrate("--out", out, "--count", "0").code());
  }
}
