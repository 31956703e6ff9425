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

/** A model, and the images of which something is to be computed. */
final class ImageArguments extends ModelArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "0..*",
      description =
          "JPEG, PNG, GIF, BMP or WebP files, directories whose files of these kinds are taken, or"
              + " - for an image on standard input")
  List<String> named = List.of();

  @Option(
      names = "--files-from",
      paramLabel = "FILE",
      description =
          "a file that lists further images, one path a line, which may have spaces (UTF-8; - for"
              + " standard input)")
  Path list;

  @Option(
      names = {"-r", "--recursive"},
      description = "takes the images in directories of directories, too, however deep they lie")
  boolean isRecursive;

  private final StandardInput standardInput = new StandardInput();
  private List<Path> images;

  /** The files that an argument may name. */
  private record Named(List<Path> files) {}

  /** Reads what the arguments name on standard input and in the list; refuses to do nothing. */
  @Override
  InceptionV2.Builder builder() throws IOException {
    images();
    return super.builder();
  }

  /** Returns the files that the arguments name, and reads the image on standard input. */
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
      throw misuse("no image is named; expected IMAGE... or --files-from FILE");
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

  /** Not by picocli, to which arguments that it cannot convert are unknown if they are optional. */
  private Named parse(String argument, String place) {
    try {
      return new Named(ImageNames.parse(argument));
    } catch (TypeConversionException e) {
      throw misuse(place + e.getMessage());
    }
  }

  /** Two names that cannot be decoded may look the same: each argument then names both files. */
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

  /** The files, with those of directories in order of their names. */
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

  /** A directory that cannot be listed stands for itself, and fails as one image that is bad. */
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
   * Refuses an image on standard input beside an option that reads files again.
   *
   * @param value null if the option is not given
   */
  void refuseStandardInput(String option, Path value) throws IOException {
    if (value != null && isStandardInputNamed()) {
      throw misuse(option + " shows files, and standard input (-) is none; give the image's path");
    }
  }
}
