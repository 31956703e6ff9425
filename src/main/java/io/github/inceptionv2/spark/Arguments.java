package io.github.inceptionv2.spark;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Precision;
import io.github.inceptionv2.Preprocessing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The command line of {@link SparkMain}. */
final class Arguments {

  static final String USAGE =
      """
      usage: spark-submit ... --class io.github.inceptionv2.spark.SparkMain inception-v2.jar OPTIONS

      Classifies the images of a folder and writes a row for each, as Parquet: path,
      modificationTime, length, predictions, features, error.

        --images DIR          where the images are, in sub-folders too; may be given again
        --out DIR             what to write; must not exist yet, unless --overwrite
        --model MODEL         imagenet (default), untrained, a handle of TensorFlow Hub, an address,
                              or a path that the driver and all executors see
        --model-file NAME     in place of --model: what --files or --archives brings
        --model-sha256 HEX    the SHA-256 the model must have (default: that of the driver's model)
        --top N               how many predictions for each image (default: 5); 0 for none
        --features            feature vectors of 1024 numbers, too
        --preprocessing NAME  slim (default), hub, keras, keras-antialias, torchvision, letterbox
        --precision NUMBERS   float32 (default), int8 or bfloat16
        --pattern GLOB        which files are images (default: by their usual extensions)
        --partitions N        in how many parts the work is cut (default: by the files' sizes)
        --overwrite           replaces what is at --out
        --help                prints this
      """;

  private static final String EXTENSIONS =
      "*.{jpg,jpeg,png,gif,bmp,webp,JPG,JPEG,PNG,GIF,BMP,WEBP}";
  private static final int DEFAULT_COUNT = 5;

  private final List<String> images = new ArrayList<>();
  private final Set<String> given = new HashSet<>();
  private String out;
  private String model = "imagenet";
  private String modelFile;
  private String sha256;
  private int count = DEFAULT_COUNT;
  private boolean hasFeatures;
  private Preprocessing preprocessing = Preprocessing.SLIM;
  private Precision precision = Precision.FLOAT32;
  private String pattern = EXTENSIONS;
  private int partitions;
  private boolean overwrites;
  private boolean wantsHelp;

  private Arguments() {}

  /**
   * Understands {@code args}.
   *
   * @throws IllegalArgumentException if they cannot be understood
   */
  static Arguments parse(String... args) {
    Arguments parsed = new Arguments();
    Deque<String> rest = new ArrayDeque<>(List.of(args));
    while (!rest.isEmpty()) {
      parsed.take(rest.remove(), rest);
    }
    if (!parsed.wantsHelp) {
      parsed.check();
    }
    return parsed;
  }

  private void take(String option, Deque<String> rest) {
    if (!given.add(option) && !option.equals("--images")) {
      throw new IllegalArgumentException(option + " was already given");
    }
    switch (option) {
      case "--images" -> images.add(value(option, rest));
      case "--out" -> out = value(option, rest);
      case "--model" -> model = value(option, rest);
      case "--model-file" -> modelFile = value(option, rest);
      case "--model-sha256" -> sha256 = value(option, rest);
      case "--top" -> count = number(option, rest, 0);
      case "--features" -> hasFeatures = true;
      case "--preprocessing" -> preprocessing = Preprocessing.of(value(option, rest));
      case "--precision" -> precision = Precision.of(value(option, rest));
      case "--pattern" -> pattern = value(option, rest);
      case "--partitions" -> partitions = number(option, rest, 1);
      case "--overwrite" -> overwrites = true;
      case "--help", "-h" -> wantsHelp = true;
      default -> throw new IllegalArgumentException("unknown option " + option);
    }
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty() || rest.peek().startsWith("--")) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.remove();
  }

  private static int number(String option, Deque<String> rest, int least) {
    String text = value(option, rest);
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least) {
      throw new IllegalArgumentException(
          option + " (" + text + ") must be a whole number from " + least + " on");
    }
    return Integer.parseInt(text);
  }

  private void check() {
    if (images.isEmpty() || out == null) {
      throw new IllegalArgumentException("--images and --out must be given");
    } else if (given.contains("--model") && modelFile != null) {
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

  String out() {
    return out;
  }

  String pattern() {
    return pattern;
  }

  /** How many; 0 to leave it to Spark. */
  int partitions() {
    return partitions;
  }

  boolean overwrites() {
    return overwrites;
  }

  /** Begins what was asked for, on the column {@code path}. */
  SparkInception.Builder inception() {
    SparkInception.Builder builder =
        modelFile == null
            ? SparkInception.builder(ModelSource.parse(model))
            : SparkInception.distributed(modelFile);
    builder.imageColumn("path").preprocessing(preprocessing).precision(precision);
    if (sha256 != null) {
      builder.sha256(sha256);
    }
    if (count > 0) {
      builder.classify(count);
    }
    return hasFeatures ? builder.featureVectors() : builder;
  }
}
