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

/** Options of all commands that run a model. */
class ModelArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "imagenet",
      description = {"Model to run (default: imagenet):", Models.NAMES})
  String model;

  @Option(names = "--trust", description = Models.TRUST)
  boolean isTrusted;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "File of class names, one per line (default: the model's names, or else ImageNet's).")
  Path labels;

  @Option(
      names = "--preprocessing",
      paramLabel = "PRESET",
      defaultValue = "slim",
      converter = PresetConverter.class,
      description =
          "Preprocessing: slim (central crop of 0.875, then resize), hub (resize without a crop),"
              + " keras, keras-antialias, torchvision or letterbox (default: slim).")
  Preprocessing preprocessing;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "Size that images are resized to, such as 224x224 (default: the model's size).")
  ImageSize size;

  @Option(
      names = "--ten-crop",
      description =
          "Average the results of ten crops of each image. Slightly more accurate, but ten times"
              + " the work.")
  boolean isTenCrop;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "Output format: text, or json with one object per line (default: text). 'classify' also"
              + " supports csv and tsv.")
  OutputFormat format;

  @Option(
      names = "--accept-incomplete",
      description =
          "Accept truncated JPEGs and PNGs, for example after an interrupted download. The missing"
              + " part is gray.")
  boolean acceptsIncomplete;

  @Option(
      names = "--other-formats",
      description =
          "Accept other formats that javax.imageio reads: TIFF, and formats of plug-ins on the"
              + " class path.")
  boolean readsOtherFormats;

  @Mixin private RuntimeArguments runtime;

  InceptionV2 open() throws IOException {
    return builder().load();
  }

  /** Returns a builder, to which a command can add its own settings. */
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
          "--labels (" + labels + ") is a directory; expected a file with one class name per line");
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
