package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Golden;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line reads other formats of javax.imageio on request. */
class OtherFormatsCommandTest {

  @Test
  void tiff_isReadOnlyOnRequest(@TempDir Path directory) throws IOException {
    BufferedImage image = new BufferedImage(40, 24, BufferedImage.TYPE_INT_RGB);
    String tiff = Files.write(directory.resolve("a.tif"), Golden.encode(image, "tiff")).toString();
    String[] command = {"classify", "--model", "untrained", "--size", "64x64", tiff};
    MainTest.Outcome refused = MainTest.run(command);
    assertEquals(1, refused.code());
    assertTrue(refused.err().contains("--other-formats"), refused.err());

    MainTest.Outcome taken =
        MainTest.run(
            "classify", "--model", "untrained", "--size", "64x64", "--other-formats", tiff);
    assertEquals(0, taken.code(), taken.err());
  }
}
