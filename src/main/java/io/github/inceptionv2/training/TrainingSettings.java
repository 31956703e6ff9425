package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.StepSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings of a training run. */
final class TrainingSettings implements Cloneable {

  TrainingMode mode = TrainingMode.HEAD;
  List<Stage> stages = List.of(new Stage(224, 30));
  int batchSize = 32;
  Optimizer optimizer = Optimizer.nesterov(0.9);
  LearningRate learningRate = LearningRate.cosine(0.05);
  double weightDecay = 0.00004;
  double labelSmoothing = 0.1;
  double dropout = 0.2;
  double clipNorm;
  double batchNormMomentum = 0.99;
  ClassBalance classBalance = ClassBalance.NONE;
  Map<String, Double> classWeights = Map.of();
  Augmentation augmentation = Augmentation.none();
  int patience;
  long seed = 1;
  Duration checkpointInterval = Duration.ofMinutes(5);

  private Stage lastStage() {
    return stages.get(stages.size() - 1);
  }

  int epochs() {
    return stages.stream().mapToInt(Stage::epochs).sum();
  }

  /** Returns the image size of an epoch, counted from 0. */
  int imageSize(int epoch) {
    int rest = epoch;
    for (Stage stage : stages) {
      if (rest < stage.epochs()) {
        return stage.imageSize();
      }
      rest -= stage.epochs();
    }
    return lastImageSize();
  }

  /** Returns true if the epoch, counted from 0, belongs to the last stage. */
  boolean isLastStage(int epoch) {
    return epoch >= epochs() - lastStageEpochs();
  }

  int lastStageEpochs() {
    return lastStage().epochs();
  }

  int lastImageSize() {
    return lastStage().imageSize();
  }

  StepSettings stepSettings() {
    return new StepSettings(
        optimizer.rule(), weightDecay, clipNorm, 1 - dropout, batchNormMomentum, labelSmoothing);
  }

  /** Returns all settings that the result depends on, one per line. */
  @Override
  public String toString() {
    return optimizer.isLbfgs() ? fitInWords() : stepsInWords();
  }

  private String fitInWords() {
    return String.join(
        "\n",
        "mode: " + mode,
        "image size: " + lastImageSize(),
        "optimizer: " + optimizer,
        "L2: chosen by held-out images",
        "class balance: " + classBalance + weightsInWords(),
        "seed: " + seed);
  }

  private String stepsInWords() {
    return String.join(
        "\n",
        "mode: " + mode,
        "stages: " + stages,
        "batch size: " + batchSize,
        "optimizer: " + optimizer,
        "learning rate: " + learningRate,
        "weight decay: " + weightDecay,
        "label smoothing: " + labelSmoothing,
        "dropout: " + dropout,
        "clip norm: " + (clipNorm > 0 ? clipNorm : "none"),
        "batch-norm momentum: " + batchNormMomentum,
        "class balance: " + classBalance + weightsInWords(),
        "augmentation: " + augmentation,
        "patience: " + (patience > 0 ? patience + " epochs" : "none"),
        "seed: " + seed);
  }

  private String weightsInWords() {
    return classWeights.isEmpty() ? "" : ", class weights: " + new TreeMap<>(classWeights);
  }

  /** Returns a copy. The values are immutable. */
  TrainingSettings copy() {
    try {
      return (TrainingSettings) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
