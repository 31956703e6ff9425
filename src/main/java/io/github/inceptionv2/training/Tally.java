package io.github.inceptionv2.training;

import io.github.inceptionv2.ImageResult;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.internal.runtime.FloatMath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Counts a model's correct and incorrect predictions, one image at a time. Not thread-safe. */
final class Tally {

  private static final int FIVE = 5;
  private static final int BATCH = 32;

  /**
   * A misclassified image.
   *
   * @param label index of the image's class among the images' labels
   * @param predicted index of the predicted class in the model
   * @param probability probability of the predicted class
   */
  record Wrong(Path file, int label, int predicted, double probability) {}

  private final ClassMap classes;
  private final Confusion confusion;
  private final List<Wrong> wrong = new ArrayList<>();
  private final List<ImageFolder.Problem> failures = new ArrayList<>();
  private final Reliability reliability = new Reliability();
  private int count;
  private int inTopFive;
  private double loss;

  Tally(ClassMap classes) {
    this.classes = classes;
    this.confusion = new Confusion(classes.names().size(), classes.predictable().size());
  }

  /**
   * Classifies images and counts the results.
   *
   * @param labels the names of the images' classes
   * @param progress receives the number of images processed so far, after each batch
   */
  static Tally of(
      InceptionV2 model, List<LabeledImage> images, List<String> labels, IntConsumer progress) {
    Tally tally = new Tally(ClassMap.of(labels, model.labels()));
    images.forEach(image -> checkLabel(image, labels));
    for (int start = 0; start < images.size(); start += BATCH) {
      int end = Math.min(images.size(), start + BATCH);
      tally.classify(model, images.subList(start, end));
      progress.accept(end);
    }
    return tally;
  }

  private static void checkLabel(LabeledImage image, List<String> labels) {
    if (image.label() >= labels.size()) {
      throw new IllegalArgumentException(
          image + " must have a label below " + labels.size() + ", the number of labels");
    }
  }

  private void classify(InceptionV2 model, List<LabeledImage> images) {
    List<ImageSource> sources = images.stream().map(image -> ImageSource.of(image.file())).toList();
    List<ImageResult<float[]>> results = model.batch(sources).logits();
    for (int i = 0; i < results.size(); i++) {
      LabeledImage image = images.get(i);
      try {
        add(image.file(), image.label(), results.get(i).get());
      } catch (IOException e) {
        fail(image.file(), e);
      }
    }
  }

  /**
   * Counts one image.
   *
   * @param label index of the image's class among the images' labels
   * @param logits a logit for each of the model's classes
   */
  void add(Path file, int label, float[] logits) {
    if (logits.length != classes.modelSize()) {
      throw new IllegalArgumentException(
          "there are " + logits.length + " logits, expected " + classes.modelSize());
    }
    int actual = classes.inModel(label);
    int predicted = 0;
    int ahead = 0;
    for (int i = 0; i < logits.length; i++) {
      predicted = isAhead(logits, i, predicted) ? i : predicted;
      ahead += isAhead(logits, i, actual) ? 1 : 0;
    }
    double sum = FloatMath.sumOfExponentials(logits, 0, logits.length, logits[predicted]);
    loss += Math.log(sum) - (logits[actual] - (double) logits[predicted]);
    inTopFive += ahead < FIVE ? 1 : 0;
    count++;
    confusion.add(label, classes.inFolder(predicted));
    reliability.add(1 / sum, predicted == actual);
    if (predicted != actual) {
      wrong.add(new Wrong(file, label, predicted, 1 / sum));
    }
  }

  /** Records an image that cannot be read, and does not count it. */
  void fail(Path file, IOException e) {
    failures.add(new ImageFolder.Problem(file, UnreadableReason.of(e)));
  }

  /**
   * Returns true if class {@code one} ranks before {@code other}. Ties go to the lower index, as in
   * predictions.
   */
  private static boolean isAhead(float[] logits, int one, int other) {
    int order = Float.compare(logits[one], logits[other]);
    return order > 0 || order == 0 && one < other;
  }

  Reliability reliability() {
    return reliability;
  }

  ClassMap classes() {
    return classes;
  }

  int count() {
    return count;
  }

  int inTopFive() {
    return inTopFive;
  }

  /** Returns the sum of all images' cross-entropies. */
  double loss() {
    return loss;
  }

  Confusion confusion() {
    return confusion;
  }

  List<Wrong> wrong() {
    return List.copyOf(wrong);
  }

  List<ImageFolder.Problem> failures() {
    return List.copyOf(failures);
  }
}
