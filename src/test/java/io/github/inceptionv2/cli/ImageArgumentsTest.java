package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArgumentsTest {

  @TempDir Path directory;

  @Test
  void files_namedExplicitly_areTakenWhateverTheirNames() throws IOException {
    Path hidden = Files.createFile(directory.resolve(".hidden.jpg"));
    Path other = Files.createFile(directory.resolve("image.tmp"));

    assertEquals(List.of(other, hidden), files(other, hidden));
  }

  @Test
  void files_ofADirectory_areSelectedAsForTraining() throws IOException {
    for (String name : List.of("b.jfif", "a.JPE", "._a.JPE", ".c.png", "Thumbs.db", "d.txt")) {
      Files.createFile(directory.resolve(name));
    }
    Files.createDirectories(directory.resolve("@eaDir"));
    Files.createFile(directory.resolve("@eaDir/a.jpg"));
    Path hidden = Files.createDirectories(directory.resolve(".photos"));
    Files.createFile(hidden.resolve("e.jif"));

    assertEquals(
        List.of(directory.resolve("a.JPE"), directory.resolve("b.jfif"), hidden.resolve("e.jif")),
        files(directory, hidden));
  }

  private static List<Path> files(Path... images) throws IOException {
    ImageArguments arguments = new ImageArguments();
    arguments.named = Stream.of(images).map(Path::toString).toList();
    return arguments.files();
  }
}
