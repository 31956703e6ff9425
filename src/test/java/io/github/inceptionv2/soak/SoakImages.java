package io.github.inceptionv2.soak;

import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Image files of many sizes and formats, some of them damaged. */
final class SoakImages {

  /** Larger files take more time than they are worth. */
  private static final long MAX_BYTES = 300_000;

  private SoakImages() {}

  /** Returns the files beside the checkout and some painted images. */
  static List<ImageSource> files() throws IOException {
    List<ImageSource> files = new ArrayList<>();
    files.add(ImageSource.of(Fixtures.flower()));
    for (String format : List.of("png", "gif", "bmp", "jpg")) {
      for (int size = 20; size < 200; size += 45) {
        files.add(
            ImageSource.of(Golden.encode(Golden.bufferedImage(size, size, size + 7), format)));
      }
    }
    files.add(ImageSource.of(new byte[] {1, 2, 3}));
    add(files, Path.of("..", "shared", "corpus"));
    add(files, Path.of("..", "shared", "photos"));
    return files;
  }

  private static void add(List<ImageSource> files, Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        if (Files.size(path) <= MAX_BYTES && !path.startsWith(directory.resolve("bombs"))) {
          files.add(ImageSource.of(path));
        }
      }
    }
  }
}
