package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.runtime.FloatMath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Counts what a model got right and wrong, one image after the other. Not thread-safe. */
final class Tally {

  private static final int FIVE = 5;

  /**
   * An image that was taken for something else.
   *
   * @param label index of its class in the folder
   * @param predicted index in the model of what it was taken for
   * @param probability with which it was
   */
  record Wrong(Path file, int label, int predicted, double probability) {}

  private final ClassMap classes;
  private final int[][] confusion;
  private final List<Wrong> wrong = new ArrayList<>();
  private final List<ImageFolder.Problem> failures = new ArrayList<>();
  private int count;
  private int inTopFive;
  private double loss;

  Tally(ClassMap classes) {
    this.classes = classes;
    this.confusion = new int[classes.names().size()][classes.predictable().size()];
  }

  /**
   * Counts one image.
   *
   * @param label index of its class in the folder
   * @param logits one for each of the model's classes
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
    confusion[label][classes.inFolder(predicted)]++;
    if (predicted != actual) {
      wrong.add(new Wrong(file, label, predicted, 1 / sum));
    }
  }

  /** Leaves out an image that cannot be read. */
  void fail(Path file, IOException e) {
    failures.add(new ImageFolder.Problem(file, UnreadableReason.of(e)));
  }

  /** Of equal logits the lower index comes first, as in predictions. */
  private static boolean isAhead(float[] logits, int one, int other) {
    int order = Float.compare(logits[one], logits[other]);
    return order > 0 || order == 0 && one < other;
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

  /** The sum of all images' cross-entropy. */
  double loss() {
    return loss;
  }

  /** How many images of a class of the folder were taken for one that can be predicted. */
  int confusion(int label, int predicted) {
    return confusion[label][predicted];
  }

  List<Wrong> wrong() {
    return List.copyOf(wrong);
  }

  List<ImageFolder.Problem> failures() {
    return List.copyOf(failures);
  }
}
