package io.github.inceptionv2.spark;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Precision;
import io.github.inceptionv2.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The command line of {@link SparkMain}. */
@Command(
    name = "spark-submit ... --class io.github.inceptionv2.spark.SparkMain inception-v2.jar",
    description = {
      "Classifies the images of folders and writes Parquet with a row for each image: path,"
          + " modificationTime, length, predictions, features, error."
    },
    footer = {
      "",
      "Exit codes: 0, also if some images cannot be read; 1 if the job failed or no image can be"
          + " read; 2 for a command that cannot be understood; 3 if there is no image."
    },
    separator = " ",
    sortOptions = false,
    usageHelpWidth = 100)
final class Arguments {

  private static final int DEFAULT_COUNT = 5;

  /** The extensions of the command line, in lower or upper case. */
  private static final String EXTENSIONS =
      "*.{[jJ][pP][gG],[jJ][pP][eE][gG],[jJ][pP][eE],[jJ][iI][fF],[jJ][fF][iI][fF],[pP][nN][gG]"
          + ",[gG][iI][fF],[bB][mM][pP],[wW][eE][bB][pP]}";

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description = "folder of images, or an image; may be given again")
  private List<String> images = new ArrayList<>();

  @Option(names = "--recursive", description = "takes the images of sub-folders, too")
  private boolean isRecursive;

  @Option(
      names = "--pattern",
      paramLabel = "GLOB",
      description = "names of images (default: the usual extensions in any case)")
  private String pattern = EXTENSIONS;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "folder to write; must be empty or not exist, unless --overwrite")
  private String out;

  @Option(
      names = "--overwrite",
      description = "replaces the output of an earlier job in --out; refuses any other file there")
  private boolean overwrites;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "imagenet (default), untrained, a handle of TensorFlow Hub, an http or https address, or"
              + " a path that the driver and all executors have")
  private String model;

  @Option(
      names = "--model-file",
      paramLabel = "NAME",
      description = "in place of --model: what --archives or --files of spark-submit brings")
  private String modelFile;

  @Option(
      names = "--model-sha256",
      paramLabel = "HEX",
      description = "SHA-256 that every model must have (default: that of the driver's model)")
  private String sha256;

  @Option(
      names = "--top",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "predictions for each image (default: 5); 0 for none")
  private int count = DEFAULT_COUNT;

  @Option(names = "--features", description = "adds feature vectors of 1024 numbers")
  private boolean hasFeatures;

  @Option(
      names = "--preprocessing",
      paramLabel = "PRESET",
      converter = PresetConverter.class,
      description = "slim (default), hub, keras, keras-antialias, torchvision, letterbox")
  private Preprocessing preprocessing = Preprocessing.SLIM;

  @Option(
      names = "--precision",
      paramLabel = "NUMBERS",
      converter = PrecisionConverter.class,
      description = "float32 (default), int8 or bfloat16")
  private Precision precision = Precision.FLOAT32;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = BatchConverter.class,
      description = "maximum batch size of a task (default: 16)")
  private int batchSize = BatchIterator.DEFAULT_ROWS;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "tasks that share the images (default: by the files' sizes)")
  private int partitions;

  @Option(
      names = "--output-files",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "Parquet files to write (default: one for each task)")
  private int outputFiles;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this")
  private boolean wantsHelp;

  private Arguments() {}

  /**
   * Parses {@code args}.
   *
   * @throws IllegalArgumentException if they cannot be understood
   */
  static Arguments parse(String... args) {
    Arguments parsed = new Arguments();
    try {
      line(parsed).parseArgs(args);
    } catch (ParameterException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!parsed.wantsHelp) {
      parsed.check();
    }
    return parsed;
  }

  /** Returns the options and what they mean. */
  static String usage() {
    return line(new Arguments()).getUsageMessage(Help.Ansi.OFF);
  }

  private static CommandLine line(Arguments arguments) {
    return new CommandLine(arguments).setExpandAtFiles(false).setTrimQuotes(false);
  }

  private void check() {
    if (model != null && modelFile != null) {
      throw new IllegalArgumentException("--model and --model-file exclude each other");
    } else if (count == 0 && !hasFeatures) {
      throw new IllegalArgumentException("--top 0 without --features asks for nothing");
    }
  }

  boolean wantsHelp() {
    return wantsHelp;
  }

  String[] images() {
    return images.toArray(String[]::new);
  }

  boolean isRecursive() {
    return isRecursive;
  }

  String out() {
    return out;
  }

  String pattern() {
    return pattern;
  }

  /** The number of tasks; 0 to leave it to Spark. */
  int partitions() {
    return partitions;
  }

  /** The number of files; 0 for one a task. */
  int outputFiles() {
    return outputFiles;
  }

  boolean overwrites() {
    return overwrites;
  }

  /** Begins what was asked for, on the column {@code path}. */
  SparkInception.Builder inception() {
    SparkInception.Builder builder =
        modelFile == null ? here() : SparkInception.distributed(modelFile);
    builder
        .imageColumn("path")
        .preprocessing(preprocessing)
        .precision(precision)
        .batchSize(batchSize);
    if (sha256 != null) {
      builder.sha256(sha256);
    }
    if (count > 0) {
      builder.classify(count);
    }
    return hasFeatures ? builder.featureVectors() : builder;
  }

  private SparkInception.Builder here() {
    return SparkInception.builder(model == null ? ModelSource.imagenet() : ModelName.source(model));
  }

  /** Shows the message of an unknown name as that of the option. */
  private static <T> T named(String text, Function<String, T> names) {
    try {
      return names.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static int whole(String text, int least, int most) {
    if (!text.matches("\\d{1,9}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw new TypeConversionException(
          "'" + text + "' must be a whole number from " + least + " to " + most);
    }
    return Integer.parseInt(text);
  }

  static final class PresetConverter implements ITypeConverter<Preprocessing> {
    @Override
    public Preprocessing convert(String text) {
      return named(text, Preprocessing::of);
    }
  }

  static final class PrecisionConverter implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String text) {
      return named(text, Precision::of);
    }
  }

  static final class CountConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, 0, 100_000);
    }
  }

  static final class BatchConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, 1, 1024);
    }
  }

  static final class PositiveConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, 1, 100_000);
    }
  }
}
