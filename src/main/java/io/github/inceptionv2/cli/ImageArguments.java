package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;

/** A model, and the images of which something is to be computed. */
final class ImageArguments extends ModelArguments {

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      converter = NamedConverter.class,
      description =
          "JPEG, PNG, GIF, BMP or WebP files, or directories whose files of these kinds are taken")
  List<Named> named;

  /** The files that an argument may name. */
  record Named(List<Path> files) {}

  static final class NamedConverter implements ITypeConverter<Named> {
    @Override
    public Named convert(String text) {
      return new Named(FileNames.all(text));
    }
  }

  /** Returns the files that the arguments name. */
  List<Path> images() {
    // Two names that cannot be decoded may look the same: each argument then names both files.
    Set<Named> seen = new HashSet<>();
    return named.stream()
        .filter(argument -> argument.files().size() == 1 || seen.add(argument))
        .flatMap(argument -> argument.files().stream())
        .toList();
  }

  /** The files, with those of directories in order of their names. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path path : images()) {
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
