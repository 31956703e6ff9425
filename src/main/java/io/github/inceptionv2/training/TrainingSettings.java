package io.github.inceptionv2.training;

import java.time.Duration;
import java.util.List;

/** The settings of a training, with the defaults of one of the logits alone. */
final class TrainingSettings implements Cloneable {

  TrainingMode mode = TrainingMode.HEAD_ONLY;
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
  Augmentation augmentation = Augmentation.none();
  int patience;
  long seed = 1;
  Duration checkpointInterval = Duration.ofMinutes(5);

  Stage lastStage() {
    return stages.get(stages.size() - 1);
  }

  int epochs() {
    return stages.stream().mapToInt(Stage::epochs).sum();
  }

  /** Another one with the same values, all of which are immutable. */
  TrainingSettings copy() {
    try {
      return (TrainingSettings) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
