package io.github.inceptionv2.cli;

import io.github.inceptionv2.Crops;
import io.github.inceptionv2.ImageSize;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.Labels;
import io.github.inceptionv2.Preprocessing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What the commands that compute something of images have in common. */
final class ImageArguments {

  private static final List<String> SUFFIXES =
      List.of(".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "imagenet",
      description = {"(default: imagenet)", Models.NAMES})
  String model;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "the classes' names, one a line (default: the model's own, else those of ImageNet)")
  Path labels;

  @Option(
      names = "--preprocessing",
      paramLabel = "PRESET",
      defaultValue = "slim",
      converter = PresetConverter.class,
      description =
          "slim (default): central crop 0.875, then resize; hub: resize without a crop; keras;"
              + " keras-antialias; torchvision; letterbox")
  Preprocessing preprocessing;

  @Option(
      names = "--size",
      paramLabel = "HxW",
      converter = SizeConverter.class,
      description = "what images are resized to, such as 224x224 (default: what the model expects)")
  ImageSize size;

  @Option(
      names = "--ten-crop",
      description = "averages ten views of each image: a little more accurate, ten times the work")
  boolean isTenCrop;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text (default), or json for an object a line")
  OutputFormat format;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description =
          "JPEG, PNG, GIF, BMP or WebP files, or directories whose files of these kinds are taken")
  List<Path> images;

  InceptionV2 open() throws IOException {
    InceptionV2.Builder builder =
        InceptionV2.builder(Models.source(spec, model))
            .preprocessing(preprocessing)
            .crops(isTenCrop ? Crops.TEN : Crops.SINGLE);
    if (labels != null) {
      builder.labels(Labels.load(labels));
    }
    if (size != null) {
      builder.imageSize(size);
    }
    return builder.load();
  }

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
    try (Stream<Path> children = Files.list(directory)) {
      return children.filter(ImageArguments::isImage).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(directory);
    }
  }

  private static boolean isImage(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith) && Files.isRegularFile(path);
  }

  static final class PresetConverter implements ITypeConverter<Preprocessing> {
    @Override
    public Preprocessing convert(String value) {
      try {
        return Preprocessing.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  static final class SizeConverter implements ITypeConverter<ImageSize> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})[xX](\\d{1,9})");

    @Override
    public ImageSize convert(String value) {
      Matcher size = SIZE.matcher(value);
      if (!size.matches()) {
        throw new TypeConversionException(
            "'" + value + "' is not a size; expected height x width such as 224x224");
      }
      try {
        return new ImageSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
