package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.files.Digests;
import io.github.inceptionv2.internal.training.Sampler;
import io.github.inceptionv2.internal.training.TrainingStep.Targets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The labelled images of a training run, and the weight of each class in the loss. Immutable. */
final class Examples {

  /**
   * Classes are weighted automatically if the largest class has more than this many times as many
   * images as the smallest.
   */
  private static final int MAX_RATIO = 3;

  private final ImageFolder images;
  private final List<String> labels;
  private final List<LabeledImage> training;
  private final List<LabeledImage> validation;
  private final ClassBalance balance;
  private final float[] classWeights;

  Examples(ImageFolder images, ClassBalance balance, Map<String, Double> factors) {
    this.images = images;
    this.labels = images.labels();
    this.training = images.training();
    this.validation = images.validation();
    this.balance = balance;
    this.classWeights = isWeighted() ? inverseFrequencies() : ones();
    if (!factors.isEmpty()) {
      multiply(factors);
    }
  }

  private void multiply(Map<String, Double> factors) {
    double sum = 0;
    for (int k = 0; k < classWeights.length; k++) {
      classWeights[k] *= factors.getOrDefault(labels.get(k), 1.0).floatValue();
    }
    for (LabeledImage image : training) {
      sum += classWeights[image.label()];
    }
    for (int k = 0; k < classWeights.length; k++) {
      classWeights[k] *= (float) (training.size() / sum);
    }
  }

  private boolean isWeighted() {
    return balance == ClassBalance.WEIGHTED_LOSS
        || balance == ClassBalance.AUTOMATIC && areUneven();
  }

  private boolean areUneven() {
    int[] counts = new int[labels.size()];
    training.forEach(image -> counts[image.label()]++);
    IntSummaryStatistics range =
        IntStream.of(counts).filter(count -> count > 0).summaryStatistics();
    return range.getMax() > MAX_RATIO * range.getMin();
  }

  float[] classWeights() {
    return classWeights.clone();
  }

  private float[] ones() {
    float[] weights = new float[labels.size()];
    Arrays.fill(weights, 1);
    return weights;
  }

  /** Returns class weights that have a mean of 1 over all images. */
  private float[] inverseFrequencies() {
    float[] counts = new float[labels.size()];
    training.forEach(image -> counts[image.label()]++);
    float[] weights = new float[counts.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = training.size() / (labels.size() * Math.max(1, counts[k]));
    }
    return weights;
  }

  List<LabeledImage> training() {
    return training;
  }

  List<LabeledImage> validation() {
    return validation;
  }

  Sampler sampler(TrainingSettings settings) {
    return new Sampler(
        classes(training),
        labels.size(),
        settings.batchSize,
        balance == ClassBalance.BALANCED_SAMPLING,
        settings.seed);
  }

  /** Returns the classes and the weights of the training images in {@code batch}. */
  Targets targets(List<Integer> batch) {
    int[] classes = batch.stream().mapToInt(i -> training.get(i).label()).toArray();
    float[] weights = new float[classes.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = classWeights[classes[i]];
    }
    return new Targets(classes, weights);
  }

  /** Returns the class of each training image. */
  int[] trainingClasses() {
    return classes(training);
  }

  /** Returns the class of each of {@code images}. */
  private static int[] classes(List<LabeledImage> images) {
    return images.stream().mapToInt(LabeledImage::label).toArray();
  }

  /** Returns the class of each validation image. */
  int[] validationClasses() {
    return classes(validation);
  }

  /**
   * Returns a text that identifies the images by their order, their labels and the bytes of their
   * files.
   */
  String fingerprint() {
    MessageDigest digest = Digests.newSha256();
    for (List<LabeledImage> part : List.of(training, validation)) {
      for (LabeledImage image : part) {
        String line = image.label() + " " + images.sha256(image) + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return String.format(
        Locale.ROOT,
        "labels: %s\nimages: %d and %d, %s",
        labels,
        training.size(),
        validation.size(),
        HexFormat.of().formatHex(digest.digest(), 0, 16));
  }
}
