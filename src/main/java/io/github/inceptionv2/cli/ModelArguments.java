package io.github.inceptionv2.cli;

import io.github.inceptionv2.Crops;
import io.github.inceptionv2.ImageOptions;
import io.github.inceptionv2.ImageSize;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.Labels;
import io.github.inceptionv2.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What the commands that run a model have in common. */
class ModelArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "imagenet",
      description = {"(default: imagenet)", Models.NAMES})
  String model;

  @Option(names = "--trust", description = Models.TRUST)
  boolean isTrusted;

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
      paramLabel = "WxH",
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
      description = "text (default), or json for an object a line; classify has csv and tsv, too")
  OutputFormat format;

  @Option(
      names = "--accept-incomplete",
      description =
          "takes JPEGs and PNGs that end early, such as those of a broken transfer, with gray for"
              + " the missing part")
  boolean acceptsIncomplete;

  @Option(
      names = "--other-formats",
      description =
          "takes files in other formats that javax.imageio reads: TIFF, and what its plug-ins on"
              + " the class path add")
  boolean readsOtherFormats;

  @Mixin private RuntimeArguments runtime;

  InceptionV2 open() throws IOException {
    return builder().load();
  }

  /** Returns a model that is not opened yet, for settings of one command. */
  InceptionV2.Builder builder() throws IOException {
    InceptionV2.Builder builder =
        InceptionV2.builder(Models.source(spec, model, isTrusted))
            .preprocessing(preprocessing)
            .images(imageOptions())
            .crops(isTenCrop ? Crops.TEN : Crops.SINGLE)
            .runtime(runtime.options());
    if (labels != null && Files.isDirectory(labels)) {
      throw new ParameterException(
          spec.commandLine(),
          "--labels ("
              + labels
              + ") is a directory; expected a file with the name of a class a line");
    } else if (labels != null) {
      builder.labels(Labels.load(labels));
    }
    if (size != null) {
      builder.imageSize(size);
    }
    return builder;
  }

  private ImageOptions imageOptions() {
    return ImageOptions.builder()
        .acceptsIncomplete(acceptsIncomplete)
        .readsOtherFormats(readsOtherFormats)
        .build();
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
      return OptionValues.pair(
          value,
          SIZE,
          "is not a size; expected width x height such as 320x224",
          (width, height) -> ImageSize.ofWidth(width).height(height));
    }
  }
}
