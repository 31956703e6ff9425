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

/** How to train, as the command line says it. What is not said is as the mode's preset has it. */
final class TrainingArguments {

  /** What {@code --model} is called for weights that were not trained at all. */
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
        "what to start with (default: imagenet): 'fresh' for weights that were not trained at all,"
            + " or a model:",
        Models.NAMES
      })
  private String model;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "head: new logits on top of the model's features (default for a trained model); full:"
              + " all of the network (default for fresh weights); frozen: all but batch norm's"
              + " moving averages")
  private TrainingPreset.Mode mode;

  @Option(
      names = "--epochs",
      paramLabel = "COUNT",
      description =
          "how often all images are seen (default: 10; head with an optimizer of steps 30)")
  private Integer epochs;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "height and width of the images (default: 224)")
  private Integer size;

  @Option(
      names = "--stages",
      paramLabel = "PIXELS:EPOCHS",
      split = ",",
      converter = StageConverter.class,
      description =
          "instead of --epochs and --size: image sizes one after the other (default for fresh"
              + " weights: 112:30,160:8,224:4)")
  private List<Stage> stages;

  @Option(
      names = "--batch-size",
      paramLabel = "COUNT",
      description = "how many images a step takes (default: 32)")
  private Integer batchSize;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description =
          "lbfgs (default of mode head: logits are fitted until they converge, with the best"
              + " L2), sgd, momentum, nesterov (default of the others) or adam")
  private OptimizerName optimizer;

  @Option(
      names = "--momentum",
      paramLabel = "SHARE",
      description = "what momentum and nesterov keep of the last step (default: 0.9)")
  private Double momentum;

  @Mixin private LearningRateArguments learningRate;

  @Option(
      names = "--weight-decay",
      paramLabel = "FACTOR",
      description = "of half the squared weights in the loss (default: 0.00004; fresh 0.0001)")
  private Double weightDecay;

  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      description = "of each label that is spread over all classes (default: head 0, others 0.1)")
  private Double labelSmoothing;

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description =
          "of the features that is dropped before the logits (default: head 0, others 0.2)")
  private Double dropout;

  @Option(
      names = "--clip-norm",
      paramLabel = "NORM",
      description = "the longest gradient, 0 for no limit (default: head 0, others 5)")
  private Double clipNorm;

  @Option(
      names = "--batch-norm-momentum",
      paramLabel = "SHARE",
      description = "what moving averages keep of their value (default: 0.99; fresh 0.98)")
  private Double batchNormMomentum;

  @Option(
      names = "--balance",
      paramLabel = "HOW",
      description =
          "of rare classes: none (default), loss (their images weigh more), sampling (they are"
              + " drawn more often) or auto (default of head: loss where a class has more than"
              + " three times the images of another)")
  private Balance balance;

  @Option(
      names = "--class-weight",
      paramLabel = "LABEL=FACTOR",
      description =
          "factor of a class's images in the loss, such as rose=2; may be given several times, and"
              + " multiplies what --balance gives (default: 1)")
  private Map<String, Double> classWeights;

  @Option(
      names = "--augmentation",
      paramLabel = "HOW",
      description =
          "random crops, flips and colours: none (default of head), standard (default of the"
              + " others), strong (as TF-Slim's for ImageNet), or AREA,STRETCH,FLIP,BRIGHTNESS,"
              + "SATURATION,CONTRAST: the least area of a crop, the most that its sides differ,"
              + " yes or no, and the most that colours change, such as 0.25,1.33,yes,0.1,0.2,0.2")
  private String augmentation;

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      description =
          "stops when validation was not better for so long, and takes the best (default: never)")
  private Integer patience;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "what all that is random is drawn from (default: 1)")
  private Long seed;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "COUNT",
      description = "after how long a checkpoint is written within an epoch (default: 5)")
  private Integer checkpointMinutes;

  @Option(
      names = "--feature-cache",
      paramLabel = "DIR",
      description = "where mode head keeps feature vectors for other runs (default: nowhere)")
  private Path featureCache;

  Optional<Path> featureCache() {
    return Optional.ofNullable(featureCache);
  }

  /** Nothing for fresh weights. */
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
      throw new IllegalArgumentException("--stages says sizes and epochs: leave the others out");
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
    builder.learningRate(learningRate.chosen(preset, epochsInAll()));
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

  /** Logits that are fitted take few options. */
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
            + " needs --optimizer sgd, momentum, nesterov or adam: mode head fits the logits"
            + " by L-BFGS, which has no steps");
  }

  /** What would have no effect is a mistake. */
  private void checkUseful() {
    boolean isHead = isHead();
    OptionValues.refuse(
        optimizer == OptimizerName.LBFGS && !isHead,
        "--optimizer lbfgs is of --mode head: it fits the logits alone");
    OptionValues.refuse(
        momentum != null && (optimizer == OptimizerName.SGD || optimizer == OptimizerName.ADAM),
        "--momentum is of the optimizers momentum and nesterov");
    learningRate.checkUseful();
    OptionValues.refuse(
        isHead && augmentation != null && !augmentation.equals("none"),
        "--augmentation needs --mode full or frozen: mode head computes features once");
    OptionValues.refuse(!isHead && featureCache != null, "--feature-cache is of --mode head");
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

  /** Nothing if the command does not say how many. */
  private OptionalInt epochsInAll() {
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
          value, STAGE, "is no stage; expected pixels and epochs such as 112:30", Stage::new);
    }
  }
}
