package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArgumentsTest {

  @TempDir Path directory;

  @Test
  void under_link_namesItsImagesByTheLink() throws IOException {
    Path deep = Files.createDirectories(directory.resolve("real/deep"));
    Files.createFile(deep.resolve("b.JPG"));
    Files.createFile(directory.resolve("real/a.png"));
    Files.createFile(directory.resolve("real/c.txt"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));

    assertEquals(
        List.of(link.resolve("a.png"), link.resolve("deep/b.JPG")), ImageArguments.under(link));
  }

  @Test
  void under_linksInCircles_ends() throws IOException {
    Path image = Files.createFile(directory.resolve("a.png"));
    Files.createSymbolicLink(directory.resolve("circle"), directory);

    assertEquals(List.of(image), ImageArguments.under(directory));
  }

  @Test
  void isImage_root_isNone() {
    assertFalse(ImageArguments.isImage(directory.getRoot()));
  }
}
