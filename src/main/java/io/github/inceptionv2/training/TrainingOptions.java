package io.github.inceptionv2.training;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a network is trained. Immutable, and safe for use by several threads.
 *
 * <p>Begin with {@link #headOnly}, {@link #full} or {@link #fromScratch}, and change what is to be
 * otherwise with {@link #toBuilder}.
 */
public final class TrainingOptions {

  private static final int STEP_EPOCHS = 30;

  /** A copy that never changes. */
  private final TrainingSettings settings;

  private TrainingOptions(TrainingSettings settings) {
    this.settings = settings;
  }

  /** Must not be changed. */
  TrainingSettings settings() {
    return settings;
  }

  /**
   * Returns options for new logits on top of the features of a trained network:
   *
   * <ul>
   *   <li>{@link Optimizer#lbfgs}, with the L2 that is best for held-out images
   *   <li>images of 224x224 as in inference
   *   <li>{@link ClassBalance#AUTOMATIC}
   *   <li>no label smoothing, no dropout
   * </ul>
   *
   * <p>Another optimizer takes 30 epochs unless told otherwise, along {@link LearningRate#cosine}
   * from 0.05, which suits feature vectors with a length of about 3.
   */
  public static TrainingOptions headOnly() {
    Builder builder = new Builder(new TrainingSettings());
    builder.settings.optimizer = Optimizer.lbfgs();
    builder.settings.labelSmoothing = 0;
    builder.settings.dropout = 0;
    builder.settings.classBalance = ClassBalance.AUTOMATIC;
    return builder.epochs(1).build();
  }

  /**
   * Returns options for training all of a network that was trained before. Logits for new classes
   * are fitted first, as {@link #headOnly} does.
   *
   * <ul>
   *   <li>10 epochs of batches of 32, images of 224x224 with {@link Augmentation#standard}
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
   * Returns options for training a network from fresh weights on some thousand images:
   *
   * <ul>
   *   <li>30 epochs at 112x112, 8 at 160x160 and 4 at 224x224, batches of 32, {@link
   *       Augmentation#standard}
   *   <li>Nesterov momentum 0.9, learning rate 0.05 along a cosine after 2 epochs of warm-up,
   *       gradients clipped at a norm of 5
   *   <li>label smoothing 0.1, dropout 0.2, weight decay 0.0001, batch-norm momentum 0.98
   * </ul>
   */
  public static TrainingOptions fromScratch() {
    return full().toBuilder()
        .stages(List.of(new Stage(112, 30), new Stage(160, 8), new Stage(224, 4)))
        .learningRate(LearningRate.cosine(0.05).withWarmUp(2))
        .weightDecay(1e-4)
        .batchNormMomentum(0.98)
        .build();
  }

  /** Returns whether logits are fitted by {@link Optimizer#lbfgs}, without steps and epochs. */
  public boolean isFit() {
    return settings.optimizer.isLbfgs();
  }

  /** Begins with these options. */
  public Builder toBuilder() {
    return new Builder(settings.copy());
  }

  /** Returns all options, one a line. */
  @Override
  public String toString() {
    return settings.toString();
  }

  /** Changes options. Not thread-safe. */
  public static final class Builder {

    private final TrainingSettings settings;

    private Builder(TrainingSettings settings) {
      this.settings = settings;
    }

    /** Sets what is trained. */
    public Builder mode(TrainingMode mode) {
      settings.mode = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /** Sets image sizes and for how many epochs each; at least one stage. */
    public Builder stages(List<Stage> stages) {
      settings.stages = List.copyOf(stages);
      OptionRanges.check(stages.size(), 1, 1000, "number of stages");
      return this;
    }

    /** Sets how many epochs there are, all at the last stage's image size. */
    public Builder epochs(int epochs) {
      return stages(List.of(new Stage(settings.lastImageSize(), epochs)));
    }

    /** Sets one image size for all epochs: height and width in pixels, from 32 to 1024. */
    public Builder imageSize(int pixels) {
      return stages(List.of(new Stage(pixels, settings.epochs())));
    }

    /**
     * Sets how many images a step takes, from 1 to 4096. Images that do not fill a last batch are
     * left to other epochs, others in each. In {@link TrainingMode#FULL} less than 8 give batch
     * norm poor statistics.
     */
    public Builder batchSize(int batchSize) {
      settings.batchSize = OptionRanges.check(batchSize, 1, 4096, "batchSize");
      return this;
    }

    /**
     * Sets how the weights are found. From {@link Optimizer#lbfgs} to an optimizer of steps, epochs
     * become 30; the other way, 1.
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
     * Sets by what half the squares of the convolutions' weights enter the loss, 0 to 1; the
     * module's own regularization losses have 0.00004.
     */
    public Builder weightDecay(double weightDecay) {
      settings.weightDecay = OptionRanges.check(weightDecay, 0, 1, "weightDecay");
      return this;
    }

    /** Sets the share of each label that is spread over all classes, 0 to 0.9. */
    public Builder labelSmoothing(double labelSmoothing) {
      settings.labelSmoothing = OptionRanges.check(labelSmoothing, 0, 0.9, "labelSmoothing");
      return this;
    }

    /** Sets the share of the features that is dropped before the logits, 0 to 0.9. */
    public Builder dropout(double dropout) {
      settings.dropout = OptionRanges.check(dropout, 0, 0.9, "dropout");
      return this;
    }

    /** Sets how long all gradients together may be (their L2 norm); 0 for no limit. */
    public Builder clipNorm(double clipNorm) {
      settings.clipNorm = OptionRanges.check(clipNorm, 0, 1e9, "clipNorm");
      return this;
    }

    /**
     * Sets what batch norm's moving averages keep of their old value in each step, 0 to 1; 0.99 in
     * the module. Fewer steps than some hundred need less.
     */
    public Builder batchNormMomentum(double batchNormMomentum) {
      settings.batchNormMomentum = OptionRanges.check(batchNormMomentum, 0, 1, "batchNormMomentum");
      return this;
    }

    /** Sets what is done about rare classes. */
    public Builder classBalance(ClassBalance classBalance) {
      settings.classBalance = Objects.requireNonNull(classBalance, "classBalance");
      return this;
    }

    /**
     * Sets factors for the images of some classes in the loss; others have 1. They multiply what
     * {@link #classBalance} gives. Only their ratios matter: the mean over all images becomes 1.
     *
     * @param weights by label, each from 0.001 to 1000
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

    /** Sets how training images are distorted; not used by {@link TrainingMode#HEAD_ONLY}. */
    public Builder augmentation(Augmentation augmentation) {
      settings.augmentation = Objects.requireNonNull(augmentation, "augmentation");
      return this;
    }

    /**
     * Stops early once the validation accuracy has not risen for {@code epochs} epochs of the last
     * stage, and takes the weights of its best; 0 to train to the end and take the last.
     */
    public Builder patience(int epochs) {
      settings.patience = OptionRanges.check(epochs, 0, 100_000, "patience");
      return this;
    }

    /** Sets what fresh weights, order, distortions and dropout are drawn from. */
    public Builder seed(long seed) {
      settings.seed = seed;
      return this;
    }

    /** Sets after what time a checkpoint is written within an epoch; one is at each end of one. */
    public Builder checkpointInterval(Duration interval) {
      settings.checkpointInterval = Objects.requireNonNull(interval, "interval");
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if the optimizer is {@link Optimizer#lbfgs}, and the mode is
     *     another than {@link TrainingMode#HEAD_ONLY}, or an option is set that it has no use for
     */
    public TrainingOptions build() {
      if (settings.optimizer.isLbfgs()) {
        checkForLbfgs();
      }
      return new TrainingOptions(settings.copy());
    }

    private void checkForLbfgs() {
      if (settings.mode != TrainingMode.HEAD_ONLY) {
        throw new IllegalArgumentException(
            "optimizer L-BFGS fits logits alone; mode " + settings.mode + " needs another");
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
            name + " does not apply to optimizer L-BFGS; set another optimizer, or leave it unset");
      }
    }
  }
}
