package io.github.inceptionv2.cli;

import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.training.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Options for a model and the images to run it on. */
final class ImageArguments extends ModelArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "0..*",
      description =
          "JPEG, PNG, GIF, BMP or WebP files, folders of such files, or - for an image on standard"
              + " input.")
  List<String> named = List.of();

  @Option(
      names = "--files-from",
      paramLabel = "FILE",
      description =
          "UTF-8 file that lists more images, one path per line, or - for standard input. Paths may"
              + " contain spaces.")
  Path list;

  @Option(
      names = {"-r", "--recursive"},
      description = "Include images in subfolders at any depth.")
  boolean isRecursive;

  private final StandardInput standardInput = new StandardInput();
  private List<Path> images;

  /** The files that an argument may name. */
  private record Named(List<Path> files) {}

  /** Returns a builder after reading the list and standard input. Fails if no image is given. */
  @Override
  InceptionV2.Builder builder() throws IOException {
    images();
    return super.builder();
  }

  /** Returns the files that the arguments name. Reads standard input if an argument names it. */
  List<Path> images() throws IOException {
    if (isStandardInputNamed()) {
      standardInput.read();
    }
    return images;
  }

  private boolean isStandardInputNamed() throws IOException {
    if (images == null) {
      images = distinct(allNamed());
    }
    boolean isNamed = images.stream().anyMatch(StandardInput::isNamed);
    if (isNamed && list != null && StandardInput.isNamed(list)) {
      throw misuse("standard input (-) can be an image or the list of --files-from, not both");
    }
    return isNamed;
  }

  private List<Named> allNamed() throws IOException {
    if (named.isEmpty() && list == null) {
      throw misuse("no image is given; expected IMAGE... or --files-from FILE");
    }
    List<Named> all = new ArrayList<>();
    for (String argument : named) {
      all.add(parse(argument, ""));
    }
    for (String line : list == null ? List.<String>of() : ImageNames.lines(list)) {
      all.add(parse(line, "--files-from " + list + ": "));
    }
    return all;
  }

  /** Parses an argument without picocli, which reports an invalid optional argument as unknown. */
  private Named parse(String argument, String place) {
    try {
      return new Named(ImageNames.parse(argument));
    } catch (TypeConversionException e) {
      throw misuse(place + e.getMessage());
    }
  }

  /**
   * Removes repeated arguments that name several files: undecodable names may look the same, and
   * each of these arguments then names all of the files.
   */
  private static List<Path> distinct(List<Named> arguments) {
    Set<Named> seen = new HashSet<>();
    return arguments.stream()
        .filter(argument -> argument.files().size() == 1 || seen.add(argument))
        .flatMap(argument -> argument.files().stream())
        .toList();
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Returns the files, with each directory replaced by its images in sorted order. */
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : images()) {
      if (!StandardInput.isNamed(path) && Files.isDirectory(path)) {
        files.addAll(imagesIn(path));
      } else {
        files.add(path);
      }
    }
    return files;
  }

  /**
   * Returns the images in {@code directory}. If the directory cannot be listed, it is returned
   * itself, and later fails as an unreadable image.
   */
  private List<Path> imagesIn(Path directory) {
    try {
      return isRecursive ? ImageFolder.filesUnder(directory) : ImageFolder.filesIn(directory);
    } catch (IOException e) {
      return List.of(directory);
    }
  }

  /** Returns the image of one of {@link #files}. */
  ImageSource source(Path file) {
    return standardInput.orFile(file);
  }

  /**
   * Rejects an image on standard input if the option {@code option} is given, because that option
   * reads files again.
   *
   * @param value null if the option is not given
   */
  void refuseStandardInput(String option, Path value) throws IOException {
    if (value != null && isStandardInputNamed()) {
      throw misuse(option + " shows files, not standard input (-); give the path of the image");
    }
  }
}
