package io.github.inceptionv2.training;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Options for training a network. Immutable and thread-safe.
 *
 * <p>Start with {@link #head}, {@link #full} or {@link #freshWeights}, and change individual
 * options with {@link #toBuilder}.
 */
public final class TrainingOptions {

  private static final int STEP_EPOCHS = 30;

  /** A private copy that is never modified. */
  private final TrainingSettings settings;

  private TrainingOptions(TrainingSettings settings) {
    this.settings = settings;
  }

  /** Returns the settings, which must not be modified. */
  TrainingSettings settings() {
    return settings;
  }

  /**
   * Returns options for training new logits on the features of a trained network:
   *
   * <ul>
   *   <li>{@link Optimizer#lbfgs}, with the L2 that is best for held-out images
   *   <li>images of 224x224 as in inference
   *   <li>{@link ClassBalance#AUTOMATIC}
   *   <li>no label smoothing, no dropout
   * </ul>
   *
   * <p>Other optimizers train for 30 epochs by default, with a {@link LearningRate#cosine} from
   * 0.05, which suits feature vectors with a length of about 3.
   */
  public static TrainingOptions head() {
    Builder builder = new Builder(new TrainingSettings());
    builder.settings.optimizer = Optimizer.lbfgs();
    builder.settings.labelSmoothing = 0;
    builder.settings.dropout = 0;
    builder.settings.classBalance = ClassBalance.AUTOMATIC;
    return builder.epochs(1).build();
  }

  /**
   * Returns options for training all layers of a pre-trained network. Logits for new classes are
   * fitted first, as {@link #head} does.
   *
   * <ul>
   *   <li>10 epochs, batches of 32, images of 224x224, {@link Augmentation#standard}
   *   <li>Nesterov momentum 0.9, learning rate 0.01 along a cosine after 1 epoch of warm-up,
   *       gradients clipped at a norm of 5
   *   <li>label smoothing 0.1, dropout 0.2, weight decay 0.00004 and batch-norm momentum 0.99 as in
   *       the module
   * </ul>
   */
  public static TrainingOptions full() {
    return new Builder(new TrainingSettings())
        .mode(TrainingMode.FULL)
        .epochs(10)
        .learningRate(LearningRate.cosine(0.01).withWarmUp(1))
        .clipNorm(5)
        .augmentation(Augmentation.standard())
        .build();
  }

  /**
   * Returns options for training a network from fresh weights on a few thousand images:
   *
   * <ul>
   *   <li>30 epochs at 112x112, 8 at 160x160 and 4 at 224x224, batches of 32, {@link
   *       Augmentation#standard}
   *   <li>Nesterov momentum 0.9, learning rate 0.05 along a cosine after 2 epochs of warm-up,
   *       gradients clipped at a norm of 5
   *   <li>label smoothing 0.1, dropout 0.2, weight decay 0.0001, batch-norm momentum 0.98
   * </ul>
   */
  public static TrainingOptions freshWeights() {
    return full().toBuilder()
        .stages(List.of(new Stage(112, 30), new Stage(160, 8), new Stage(224, 4)))
        .learningRate(LearningRate.cosine(0.05).withWarmUp(2))
        .weightDecay(1e-4)
        .batchNormMomentum(0.98)
        .build();
  }

  /** Returns true if logits are fitted by {@link Optimizer#lbfgs}, without steps and epochs. */
  public boolean isFit() {
    return settings.optimizer.isLbfgs();
  }

  /** Returns a builder that starts with these options. */
  public Builder toBuilder() {
    return new Builder(settings.copy());
  }

  /** Returns all options, one per line. */
  @Override
  public String toString() {
    return settings.toString();
  }

  /** Builds {@link TrainingOptions}. Not thread-safe. */
  public static final class Builder {

    private final TrainingSettings settings;

    private Builder(TrainingSettings settings) {
      this.settings = settings;
    }

    /** Sets the part of the network that is trained. */
    public Builder mode(TrainingMode mode) {
      settings.mode = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /** Sets the stages, at least one: image sizes, each with a number of epochs. */
    public Builder stages(List<Stage> stages) {
      settings.stages = List.copyOf(stages);
      OptionRanges.check(stages.size(), 1, 1000, "number of stages");
      return this;
    }

    /** Sets the number of epochs, which all use the last stage's image size. */
    public Builder epochs(int epochs) {
      return stages(List.of(new Stage(settings.lastImageSize(), epochs)));
    }

    /** Sets one image size for all epochs: height and width in pixels, from 32 to 1024. */
    public Builder imageSize(int pixels) {
      return stages(List.of(new Stage(pixels, settings.epochs())));
    }

    /**
     * Sets the number of images per step, from 1 to 4096. Each epoch leaves out the images that do
     * not fill a last batch, and different epochs leave out different images. In {@link
     * TrainingMode#FULL}, batches of fewer than 8 images give batch norm poor statistics.
     */
    public Builder batchSize(int batchSize) {
      settings.batchSize = OptionRanges.check(batchSize, 1, 4096, "batchSize");
      return this;
    }

    /**
     * Sets the optimizer. A change from {@link Optimizer#lbfgs} to an optimizer with steps sets 30
     * epochs; the reverse change sets 1 epoch.
     */
    public Builder optimizer(Optimizer optimizer) {
      boolean wasLbfgs = settings.optimizer.isLbfgs();
      settings.optimizer = Objects.requireNonNull(optimizer, "optimizer");
      if (wasLbfgs != optimizer.isLbfgs()) {
        epochs(wasLbfgs ? STEP_EPOCHS : 1);
      }
      return this;
    }

    /** Sets the learning rate's schedule. */
    public Builder learningRate(LearningRate learningRate) {
      settings.learningRate = Objects.requireNonNull(learningRate, "learningRate");
      return this;
    }

    /**
     * Sets the weight decay, an L2 penalty from 0 to 1: the loss includes half the weight decay
     * times the sum of the convolutions' squared weights. The module's own regularization losses
     * use 0.00004.
     */
    public Builder weightDecay(double weightDecay) {
      settings.weightDecay = OptionRanges.check(weightDecay, 0, 1, "weightDecay");
      return this;
    }

    /** Sets the fraction of each label that is spread over all classes, from 0 to 0.9. */
    public Builder labelSmoothing(double labelSmoothing) {
      settings.labelSmoothing = OptionRanges.check(labelSmoothing, 0, 0.9, "labelSmoothing");
      return this;
    }

    /** Sets the fraction of features dropped before the logits, from 0 to 0.9. */
    public Builder dropout(double dropout) {
      settings.dropout = OptionRanges.check(dropout, 0, 0.9, "dropout");
      return this;
    }

    /** Sets the maximum L2 norm of all gradients together; 0 for no limit. */
    public Builder clipNorm(double clipNorm) {
      settings.clipNorm = OptionRanges.check(clipNorm, 0, 1e9, "clipNorm");
      return this;
    }

    /**
     * Sets the fraction of the old value that batch norm's moving averages keep in each step, from
     * 0 to 1; 0.99 in the module. A training run of less than a few hundred steps needs a smaller
     * fraction.
     */
    public Builder batchNormMomentum(double batchNormMomentum) {
      settings.batchNormMomentum = OptionRanges.check(batchNormMomentum, 0, 1, "batchNormMomentum");
      return this;
    }

    /** Sets how rare classes are treated. */
    public Builder classBalance(ClassBalance classBalance) {
      settings.classBalance = Objects.requireNonNull(classBalance, "classBalance");
      return this;
    }

    /**
     * Sets loss weights for some classes; other classes have the weight 1. These weights are
     * multiplied by the weights from {@link #classBalance}. Only their ratios matter: weights are
     * scaled to a mean of 1 over all images.
     *
     * @param weights weights by label, each from 0.001 to 1000
     */
    public Builder classWeights(Map<String, Double> weights) {
      Map<String, Double> checked = new HashMap<>();
      weights.forEach(
          (label, weight) ->
              checked.put(
                  ClassName.normal(label),
                  OptionRanges.check(weight, 0.001, 1000, "weight of class \"" + label + "\"")));
      settings.classWeights = Map.copyOf(checked);
      return this;
    }

    /** Sets the random changes to training images; not used by {@link TrainingMode#HEAD}. */
    public Builder augmentation(Augmentation augmentation) {
      settings.augmentation = Objects.requireNonNull(augmentation, "augmentation");
      return this;
    }

    /**
     * Stops training once the validation accuracy has not risen for {@code epochs} epochs of the
     * last stage, and keeps the weights of that stage's best epoch. With 0, training continues to
     * the end and keeps the last weights.
     */
    public Builder patience(int epochs) {
      settings.patience = OptionRanges.check(epochs, 0, 100_000, "patience");
      return this;
    }

    /** Sets the seed for fresh weights, image order, distortions and dropout. */
    public Builder seed(long seed) {
      settings.seed = seed;
      return this;
    }

    /**
     * Sets the time between checkpoints within an epoch. A checkpoint is also written at the end of
     * each epoch.
     */
    public Builder checkpointInterval(Duration interval) {
      settings.checkpointInterval = Objects.requireNonNull(interval, "interval");
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if the optimizer is {@link Optimizer#lbfgs} and the mode is
     *     not {@link TrainingMode#HEAD}, or an option is set that does not apply to {@link
     *     Optimizer#lbfgs}
     */
    public TrainingOptions build() {
      if (settings.optimizer.isLbfgs()) {
        checkForLbfgs();
      }
      return new TrainingOptions(settings.copy());
    }

    private void checkForLbfgs() {
      if (settings.mode != TrainingMode.HEAD) {
        throw new IllegalArgumentException(
            "optimizer L-BFGS fits only logits; set another optimizer for mode " + settings.mode);
      }
      TrainingSettings usual = new TrainingSettings();
      refuse("epochs", settings.epochs() > 1);
      refuse("batchSize", settings.batchSize != usual.batchSize);
      refuse("weightDecay", settings.weightDecay != usual.weightDecay);
      refuse("learningRate", isOther(settings.learningRate, usual.learningRate));
      refuse("batchNormMomentum", settings.batchNormMomentum != usual.batchNormMomentum);
      refuse("augmentation", isOther(settings.augmentation, usual.augmentation));
      refuse("labelSmoothing", settings.labelSmoothing > 0);
      refuse("dropout", settings.dropout > 0);
      refuse("clipNorm", settings.clipNorm > 0);
      refuse("patience", settings.patience > 0);
      refuse(
          "classBalance BALANCED_SAMPLING",
          settings.classBalance == ClassBalance.BALANCED_SAMPLING);
    }

    private static boolean isOther(Object one, Object usual) {
      return !one.toString().equals(usual.toString());
    }

    private static void refuse(String name, boolean isSet) {
      if (isSet) {
        throw new IllegalArgumentException(
            name + " does not apply to optimizer L-BFGS; leave it unset, or set another optimizer");
      }
    }
  }
}
