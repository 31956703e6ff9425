package io.github.inceptionv2.cli;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.LearningRate;
import io.github.inceptionv2.training.Optimizer;
import io.github.inceptionv2.training.Stage;
import io.github.inceptionv2.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** How to train, as the command line says it. What is not said is as the mode's preset has it. */
final class TrainingArguments {

  /** What {@code --model} is called for weights that were not trained at all. */
  private static final String FRESH = "fresh";

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "imagenet",
      description = {
        "what to start with (default: imagenet): 'fresh' for weights that were not trained at all, or"
      })
  private String model;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "head: new logits on top of the model's features (default for a trained model);"
              + " full: all of the network (default for fresh weights);"
              + " frozen-bn: all but batch norm's moving averages")
  private String mode;

  @Option(names = "--epochs", paramLabel = "COUNT", description = "how often all images are seen")
  private Integer epochs;

  @Option(names = "--size", paramLabel = "PIXELS", description = "height and width of the images")
  private Integer size;

  @Option(
      names = "--stages",
      paramLabel = "PIXELS:EPOCHS",
      split = ",",
      converter = StageConverter.class,
      description = "image sizes one after the other, such as 112:30,160:8,224:4")
  private List<Stage> stages;

  @Option(names = "--batch", paramLabel = "COUNT", description = "images in a step (default: 32)")
  private Integer batch;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "sgd, momentum, nesterov (default) or adam")
  private String optimizer;

  @Option(names = "--momentum", paramLabel = "SHARE", defaultValue = "0.9", description = "")
  private double momentum;

  @Option(names = "--learning-rate", paramLabel = "RATE", description = "at its highest")
  private Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      defaultValue = "cosine",
      description = "of the learning rate: constant, cosine (default) or step")
  private String schedule;

  @Option(names = "--warm-up", paramLabel = "EPOCHS", description = "epochs of rising rate")
  private Double warmUp;

  @Option(names = "--weight-decay", paramLabel = "FACTOR", description = "")
  private Double weightDecay;

  @Option(names = "--label-smoothing", paramLabel = "SHARE", description = "")
  private Double labelSmoothing;

  @Option(names = "--dropout", paramLabel = "SHARE", description = "")
  private Double dropout;

  @Option(names = "--clip-norm", paramLabel = "NORM", description = "")
  private Double clipNorm;

  @Option(names = "--batch-norm-momentum", paramLabel = "SHARE", description = "")
  private Double batchNormMomentum;

  @Option(names = "--balance", paramLabel = "HOW", description = "none, loss or sampling")
  private String balance;

  @Option(names = "--augmentation", paramLabel = "HOW", description = "none, standard or strong")
  private String augmentation;

  @Option(names = "--patience", paramLabel = "EPOCHS", description = "")
  private Integer patience;

  @Option(names = "--seed", paramLabel = "NUMBER", description = "")
  private Long seed;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "of the images, if there is no such folder (default: 0.1)")
  private double validation;

  @Option(
      names = "--test",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "of the images, if there is no such folder (default: 0.1)")
  private double test;

  ImageFolder folder(Path images) throws IOException {
    return ImageFolder.open(images, validation, test);
  }

  Optional<ModelSource> source(CommandSpec spec) {
    return model.equals(FRESH) ? Optional.empty() : Optional.of(Models.source(spec, model));
  }

  TrainingOptions options(CommandSpec spec) {
    try {
      return options();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private TrainingOptions options() {
    TrainingOptions.Builder builder = preset().toBuilder();
    if (epochs != null) {
      builder.epochs(epochs);
    }
    if (size != null) {
      builder.imageSize(size);
    }
    if (stages != null) {
      builder.stages(stages);
    }
    if (batch != null) {
      builder.batchSize(batch);
    }
    if (optimizer != null) {
      builder.optimizer(optimizer(optimizer));
    }
    if (learningRate != null || warmUp != null) {
      builder.learningRate(schedule());
    }
    if (weightDecay != null) {
      builder.weightDecay(weightDecay);
    }
    if (labelSmoothing != null) {
      builder.labelSmoothing(labelSmoothing);
    }
    if (dropout != null) {
      builder.dropout(dropout);
    }
    if (clipNorm != null) {
      builder.clipNorm(clipNorm);
    }
    if (batchNormMomentum != null) {
      builder.batchNormMomentum(batchNormMomentum);
    }
    if (patience != null) {
      builder.patience(patience);
    }
    if (seed != null) {
      builder.seed(seed);
    }
    return builder.build();
  }

  private TrainingOptions preset() {
    return TrainingOptions.fromScratch();
  }

  private Optimizer optimizer(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "sgd" -> Optimizer.sgd();
      case "momentum" -> Optimizer.momentum(momentum);
      case "nesterov" -> Optimizer.nesterov(momentum);
      case "adam" -> Optimizer.adam();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private LearningRate schedule() {
    return LearningRate.cosine(learningRate == null ? 0.05 : learningRate)
        .withWarmUp(warmUp == null ? 2 : warmUp);
  }

  static final class StageConverter implements ITypeConverter<Stage> {
    private static final Pattern STAGE = Pattern.compile("(\\d{1,6}):(\\d{1,6})");

    @Override
    public Stage convert(String value) {
      Matcher stage = STAGE.matcher(value);
      if (!stage.matches()) {
        throw new TypeConversionException(
            "'" + value + "' is no stage; expected pixels and epochs such as 112:30");
      }
      return new Stage(Integer.parseInt(stage.group(1)), Integer.parseInt(stage.group(2)));
    }
  }
}
