package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.Targets;
import java.util.List;
import java.util.Objects;

/** The labelled images of a training, and what each counts. */
record Examples(
    List<String> labels,
    List<LabeledImage> training,
    List<LabeledImage> validation,
    ClassBalance balance) {

  Sampler sampler(TrainingOptions options) {
    int[] classes = training.stream().mapToInt(LabeledImage::label).toArray();
    return new Sampler(
        classes,
        labels.size(),
        options.chosen.batchSize,
        balance == ClassBalance.BALANCED_SAMPLING,
        options.chosen.seed);
  }

  /** The classes of the examples of a batch, and their weights. */
  Targets targets(List<Integer> batch) {
    int[] classes = batch.stream().mapToInt(i -> training.get(i).label()).toArray();
    float[] weights = new float[classes.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weight(classes[i]);
    }
    return new Targets(classes, weights);
  }

  private float weight(int label) {
    if (balance != ClassBalance.WEIGHTED_LOSS) {
      return 1;
    }
    long count = training.stream().filter(image -> image.label() == label).count();
    return (float) training.size() / (labels.size() * Math.max(1, count));
  }

  /** Tells one set of images from another. */
  String fingerprint() {
    int names =
        Objects.hash(
            training.stream().map(image -> image.file().getFileName().toString()).toList());
    return "labels: " + labels + "\nimages: " + training.size() + ", names " + names;
  }
}
