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
      "Classify the images in folders, and write Parquet files with one row per image and the"
          + " columns path, modificationTime, length, predictions, features and error."
    },
    footer = {
      "",
      "Exit codes: 0 for success, even if some images cannot be read; 1 if the job failed or no"
          + " image can be read; 2 if the command line is invalid; 3 if there are no images."
    },
    separator = " ",
    sortOptions = false,
    usageHelpWidth = 100)
final class Arguments {

  private static final int DEFAULT_COUNT = 5;

  /** The same extensions as on the command line, in any case. */
  private static final String EXTENSIONS =
      "*.{[jJ][pP][gG],[jJ][pP][eE][gG],[jJ][pP][eE],[jJ][iI][fF],[jJ][fF][iI][fF],[pP][nN][gG]"
          + ",[gG][iI][fF],[bB][mM][pP],[wW][eE][bB][pP]}";

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description = "Folder of images, or a single image. Can be repeated.")
  private List<String> images = new ArrayList<>();

  @Option(names = "--recursive", description = "Include images in subfolders at any depth.")
  private boolean isRecursive;

  @Option(
      names = "--pattern",
      paramLabel = "GLOB",
      description = "Pattern for image file names (default: the usual extensions, in any case).")
  private String pattern = EXTENSIONS;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder to write to. Must be empty or not exist, unless --overwrite is given.")
  private String out;

  @Option(
      names = "--overwrite",
      description =
          "Replace the output of an earlier job in --out. Fails if --out holds other files.")
  private boolean overwrites;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "Model: imagenet, untrained, a TensorFlow Hub handle, an http or https URL, or a path"
              + " that exists on the driver and all executors (default: imagenet).")
  private String model;

  @Option(
      names = "--model-file",
      paramLabel = "NAME",
      description =
          "Name of a model that --archives or --files of spark-submit distributes, instead of"
              + " --model.")
  private String modelFile;

  @Option(
      names = "--model-sha256",
      paramLabel = "HEX",
      description =
          "SHA-256 that the model must have on every machine (default: the SHA-256 of the driver's"
              + " model).")
  private String sha256;

  @Option(
      names = "--top",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Number of predictions per image, 0 for none (default: 5).")
  private int count = DEFAULT_COUNT;

  @Option(names = "--features", description = "Add feature vectors of 1024 numbers.")
  private boolean hasFeatures;

  @Option(
      names = "--preprocessing",
      paramLabel = "PRESET",
      converter = PresetConverter.class,
      description =
          "Preprocessing: slim, hub, keras, keras-antialias, torchvision or letterbox (default:"
              + " slim).")
  private Preprocessing preprocessing = Preprocessing.SLIM;

  @Option(
      names = "--precision",
      paramLabel = "NUMBERS",
      converter = PrecisionConverter.class,
      description = "Precision: float32, int8 or bfloat16 (default: float32).")
  private Precision precision = Precision.FLOAT32;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = BatchConverter.class,
      description = "Maximum batch size of a task (default: 16).")
  private int batchSize = BatchIterator.DEFAULT_ROWS;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "Number of tasks (default: depends on the sizes of the files).")
  private int partitions;

  @Option(
      names = "--output-files",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "Number of Parquet files (default: one per task).")
  private int outputFiles;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message.")
  private boolean wantsHelp;

  private Arguments() {}

  /**
   * Parses {@code args}.
   *
   * @throws IllegalArgumentException if the arguments are invalid
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

  /** Returns the help text. */
  static String usage() {
    return line(new Arguments()).getUsageMessage(Help.Ansi.OFF);
  }

  private static CommandLine line(Arguments arguments) {
    return new CommandLine(arguments).setExpandAtFiles(false).setTrimQuotes(false);
  }

  private void check() {
    if (model != null && modelFile != null) {
      throw new IllegalArgumentException("--model and --model-file are mutually exclusive");
    } else if (count == 0 && !hasFeatures) {
      throw new IllegalArgumentException("nothing to compute: --top 0 needs --features");
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

  /** Returns the number of tasks, or 0 to leave it to Spark. */
  int partitions() {
    return partitions;
  }

  /** Returns the number of files, or 0 for one per task. */
  int outputFiles() {
    return outputFiles;
  }

  boolean overwrites() {
    return overwrites;
  }

  /** Returns a builder with these options, for the column {@code path}. */
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

  /** Looks up a name, and reports an unknown name as an invalid value of the option. */
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
