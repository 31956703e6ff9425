package io.github.inceptionv2.cli;

import io.github.inceptionv2.ImageSource;
import java.io.IOException;
import java.nio.file.Path;

/** The image on standard input, named {@code -}. A file with this name is given as {@code ./-}. */
final class StandardInput {

  private static final Path NAME = Path.of("-");

  private ImageSource image;

  static boolean isNamed(Path path) {
    return path.equals(NAME);
  }

  /** Reads standard input to its end, once. */
  void read() throws IOException {
    if (image == null) {
      image = ImageSource.read(System.in).named("standard input");
    }
  }

  /** Returns the image that was read, or the image in a file. */
  ImageSource orFile(Path path) {
    return image != null && isNamed(path) ? image : ImageSource.of(path);
  }
}
