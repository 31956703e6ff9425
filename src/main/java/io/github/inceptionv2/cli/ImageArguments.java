package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A model, and the images of which something is to be computed. */
final class ImageArguments extends ModelArguments {

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description =
          "JPEG, PNG, GIF, BMP or WebP files, or directories whose files of these kinds are taken")
  List<Path> images;

  /** The files, with those of directories in order of their names. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path path : images) {
      if (Files.isDirectory(path)) {
        files.addAll(imagesIn(path));
      } else {
        files.add(path);
      }
    }
    return files;
  }

  /** A directory that cannot be listed stands for itself, and fails as one image that is bad. */
  private static List<Path> imagesIn(Path directory) {
    try {
      return ImageFolder.filesIn(directory);
    } catch (IOException e) {
      return List.of(directory);
    }
  }
}
