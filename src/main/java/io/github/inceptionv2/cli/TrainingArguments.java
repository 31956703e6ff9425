package io.github.inceptionv2.cli;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.training.ClassBalance;
import io.github.inceptionv2.training.Optimizer;
import io.github.inceptionv2.training.Stage;
import io.github.inceptionv2.training.TrainingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for training. Anything unset comes from the mode's preset. */
final class TrainingArguments {

  /** The value of {@code --model} for untrained weights. */
  private static final String FRESH = "fresh";

  private enum OptimizerName {
    LBFGS,
    SGD,
    MOMENTUM,
    NESTEROV,
    ADAM
  }

  private enum Balance {
    NONE,
    LOSS,
    SAMPLING,
    AUTO
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "imagenet",
      description = {
        "Model to start from (default: imagenet): 'fresh' for untrained random weights, or",
        Models.NAMES
      })
  private String model;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "Mode: head trains new logits on the model's features, full trains the complete network,"
              + " frozen trains everything except the moving averages of batch norm (default: head,"
              + " or full for fresh weights).")
  private TrainingPreset.Mode mode;

  @Option(
      names = "--epochs",
      paramLabel = "COUNT",
      description = "Number of epochs (default: 10, or 30 for mode head without lbfgs).")
  private Integer epochs;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Height and width of the images in pixels (default: 224).")
  private Integer size;

  @Option(
      names = "--stages",
      paramLabel = "PIXELS:EPOCHS",
      split = ",",
      converter = StageConverter.class,
      description =
          "Image sizes in sequence, each with a number of epochs, instead of --epochs and --size"
              + " (default: none, or 112:30,160:8,224:4 for fresh weights).")
  private List<Stage> stages;

  @Option(
      names = "--batch-size",
      paramLabel = "COUNT",
      description = "Images per step (default: 32).")
  private Integer batchSize;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description =
          "Optimizer: lbfgs (fits the logits until they converge, with the best L2), sgd, momentum,"
              + " nesterov or adam (default: nesterov, or lbfgs for mode head).")
  private OptimizerName optimizer;

  @Option(
      names = "--momentum",
      paramLabel = "FRACTION",
      description = "Fraction of the last step that momentum and nesterov keep (default: 0.9).")
  private Double momentum;

  @Mixin private LearningRateArguments learningRate;

  @Option(
      names = "--weight-decay",
      paramLabel = "COEFFICIENT",
      description =
          "Coefficient of half the sum of squared weights in the loss (default: 0.00004, or 0.0001"
              + " for fresh weights).")
  private Double weightDecay;

  @Option(
      names = "--label-smoothing",
      paramLabel = "FRACTION",
      description =
          "Fraction of each label that is spread over all classes (default: 0.1, or 0 for mode"
              + " head).")
  private Double labelSmoothing;

  @Option(
      names = "--dropout",
      paramLabel = "FRACTION",
      description =
          "Fraction of features dropped before the logits (default: 0.2, or 0 for mode head).")
  private Double dropout;

  @Option(
      names = "--clip-norm",
      paramLabel = "NORM",
      description =
          "Maximum norm of the gradient; 0 for no limit (default: 5, or 0 for mode head).")
  private Double clipNorm;

  @Option(
      names = "--batch-norm-momentum",
      paramLabel = "FRACTION",
      description =
          "Momentum of batch norm's moving averages: the fraction they keep in each step (default:"
              + " 0.99, or 0.98 for fresh weights).")
  private Double batchNormMomentum;

  @Option(
      names = "--balance",
      paramLabel = "HOW",
      description =
          "Handling of rare classes: none, loss (their images weigh more), sampling (their images"
              + " are sampled more often) or auto, which is loss if a class has more than three"
              + " times as many images as another, and none otherwise (default: none, or auto for"
              + " mode head).")
  private Balance balance;

  @Option(
      names = "--class-weight",
      paramLabel = "LABEL=WEIGHT",
      description =
          "Weight of a class's images in the loss, such as rose=2, multiplied by the weight from"
              + " --balance (default: 1). Can be repeated.")
  private Map<String, Double> classWeights;

  @Option(
      names = "--augmentation",
      paramLabel = "HOW",
      description =
          "Random crops, flips and colour changes: none, standard, strong (as in TF-Slim for"
              + " ImageNet), or AREA,STRETCH,FLIP,BRIGHTNESS,SATURATION,CONTRAST (default:"
              + " standard, or none for mode head). The values are a crop's smallest area and largest"
              + " aspect ratio, yes or no for flips, and the three largest colour changes, such as 0.25,1.33,yes,0.1,0.2,0.2.")
  private String augmentation;

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      description =
          "Stop after this many epochs without better validation accuracy, and keep the weights of"
              + " the best epoch (default: never stop early).")
  private Integer patience;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Seed of all random numbers (default: 1).")
  private Long seed;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "COUNT",
      description = "Minutes between checkpoints within an epoch (default: 5).")
  private Integer checkpointMinutes;

  @Option(
      names = "--feature-cache",
      paramLabel = "DIR",
      description =
          "Directory where mode head caches feature vectors for other runs (default: none).")
  private Path featureCache;

  Optional<Path> featureCache() {
    return Optional.ofNullable(featureCache);
  }

  /** Returns the model to start from, or empty for fresh weights. */
  Optional<ModelSource> source() {
    return model.equals(FRESH) ? Optional.empty() : Optional.of(Models.source(spec, model));
  }

  String model() {
    return model;
  }

  TrainingOptions options() {
    try {
      return chosen();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private TrainingOptions chosen() {
    if (stages != null && (epochs != null || size != null)) {
      throw new IllegalArgumentException(
          "--stages sets sizes and epochs; omit --size and --epochs");
    }
    TrainingPreset preset = TrainingPreset.of(mode, model.equals(FRESH));
    checkUseful();
    if (isHead() && isLbfgs()) {
      return fitted(preset.options().toBuilder());
    }
    if (isHead()) {
      preset = preset.withSteps();
    }
    TrainingOptions.Builder builder = preset.options().toBuilder();
    OptionValues.set("--epochs", epochs, builder::epochs);
    OptionValues.set("--size", size, builder::imageSize);
    OptionValues.set("--stages", stages, builder::stages);
    OptionValues.set("--batch-size", batchSize, builder::batchSize);
    if (optimizer != null || momentum != null) {
      double share = momentum == null ? 0.9 : momentum;
      OptionValues.set("--momentum", share, kept -> builder.optimizer(optimizer(kept)));
    }
    builder.learningRate(learningRate.chosen(preset, totalEpochs()));
    OptionValues.set("--weight-decay", weightDecay, builder::weightDecay);
    OptionValues.set("--label-smoothing", labelSmoothing, builder::labelSmoothing);
    OptionValues.set("--dropout", dropout, builder::dropout);
    OptionValues.set("--clip-norm", clipNorm, builder::clipNorm);
    OptionValues.set("--batch-norm-momentum", batchNormMomentum, builder::batchNormMomentum);
    OptionValues.set(
        "--balance", balance, how -> builder.classBalance(ClassBalance.values()[how.ordinal()]));
    OptionValues.set("--class-weight", classWeights, builder::classWeights);
    OptionValues.set(
        "--augmentation", augmentation, how -> builder.augmentation(Augmentations.parse(how)));
    OptionValues.set("--patience", patience, builder::patience);
    OptionValues.set("--seed", seed, builder::seed);
    OptionValues.set(
        "--checkpoint-minutes",
        checkpointMinutes,
        minutes -> builder.checkpointInterval(Duration.ofMinutes(minutes)));
    return builder.build();
  }

  private boolean isHead() {
    return !model.equals(FRESH) && (mode == null || mode == TrainingPreset.Mode.HEAD);
  }

  private boolean isLbfgs() {
    return optimizer == null ? isHead() : optimizer == OptimizerName.LBFGS;
  }

  /** Returns options for fitting the logits with L-BFGS, which has few options. */
  private TrainingOptions fitted(TrainingOptions.Builder builder) {
    refuseForLbfgs("--epochs", epochs);
    refuseForLbfgs("--stages", stages);
    refuseForLbfgs("--batch-size", batchSize);
    refuseForLbfgs("--momentum", momentum);
    learningRate.firstSet().ifPresent(option -> refuseForLbfgs(option, option));
    refuseForLbfgs("--batch-norm-momentum", batchNormMomentum);
    refuseForLbfgs("--checkpoint-minutes", checkpointMinutes);
    refuseForLbfgs("--balance sampling", balance == Balance.SAMPLING ? balance : null);
    refuseForLbfgs("--weight-decay", weightDecay);
    refuseForLbfgs("--label-smoothing", labelSmoothing);
    refuseForLbfgs("--dropout", dropout);
    refuseForLbfgs("--clip-norm", clipNorm);
    refuseForLbfgs("--patience", patience);
    OptionValues.set("--size", size, builder::imageSize);
    OptionValues.set(
        "--balance", balance, how -> builder.classBalance(ClassBalance.values()[how.ordinal()]));
    OptionValues.set("--class-weight", classWeights, builder::classWeights);
    OptionValues.set("--seed", seed, builder::seed);
    return builder.build();
  }

  private static void refuseForLbfgs(String option, Object value) {
    OptionValues.refuse(
        value != null,
        option
            + " needs --optimizer sgd, momentum, nesterov or adam: by default, mode head uses"
            + " L-BFGS, which has no minibatch steps");
  }

  /** Rejects options that would have no effect. */
  private void checkUseful() {
    boolean isHead = isHead();
    OptionValues.refuse(
        optimizer == OptimizerName.LBFGS && !isHead,
        "--optimizer lbfgs needs --mode head: L-BFGS fits only the logits");
    OptionValues.refuse(
        momentum != null && (optimizer == OptimizerName.SGD || optimizer == OptimizerName.ADAM),
        "--momentum needs --optimizer momentum or nesterov");
    learningRate.checkUseful();
    OptionValues.refuse(
        isHead && augmentation != null && !augmentation.equals("none"),
        "--augmentation needs --mode full or frozen: mode head computes features only once");
    OptionValues.refuse(!isHead && featureCache != null, "--feature-cache needs --mode head");
  }

  private Optimizer optimizer(double share) {
    return switch (optimizer == null ? OptimizerName.NESTEROV : optimizer) {
      case LBFGS -> Optimizer.lbfgs();
      case SGD -> Optimizer.sgd();
      case MOMENTUM -> Optimizer.momentum(share);
      case NESTEROV -> Optimizer.nesterov(share);
      case ADAM -> Optimizer.adam();
    };
  }

  /** Returns the total number of epochs, or empty if the command does not set it. */
  private OptionalInt totalEpochs() {
    if (stages != null) {
      return OptionalInt.of(stages.stream().mapToInt(Stage::epochs).sum());
    }
    return epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs);
  }

  static final class StageConverter implements ITypeConverter<Stage> {
    private static final Pattern STAGE = Pattern.compile("(\\d{1,6}):(\\d{1,6})");

    @Override
    public Stage convert(String value) {
      return OptionValues.pair(
          value, STAGE, "is not a stage; expected pixels and epochs such as 112:30", Stage::new);
    }
  }
}
