package io.github.inceptionv2;

import io.github.inceptionv2.internal.runtime.FloatMath;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Turns logits into predictions. */
final class Softmax {

  private Softmax() {}

  /**
   * Returns the most probable classes that {@code filter} accepts, at most {@code count}, most
   * probable first. Ties go to the lower index.
   */
  static List<Prediction> top(float[] logits, int count, Labels labels, ClassFilter filter) {
    return predictions(logits, largest(logits, count, filter), labels).stream()
        .filter(prediction -> filter.isProbable(prediction.probability()))
        .toList();
  }

  /** Returns the prediction for the class {@code index}. */
  static Prediction of(int index, float[] logits, Labels labels) {
    return predictions(logits, List.of(index), labels).get(0);
  }

  private static List<Prediction> predictions(
      float[] logits, List<Integer> indexes, Labels labels) {
    double max = FloatMath.max(logits, 0, logits.length);
    double sum = FloatMath.sumOfExponentials(logits, 0, logits.length, max);
    List<Prediction> predictions = new ArrayList<>(indexes.size());
    for (int index : indexes) {
      float probability = (float) (Math.exp(logits[index] - max) / sum);
      predictions.add(
          new Prediction(
              index, labels.label(index), labels.wordNetId(index), probability, logits[index]));
    }
    return List.copyOf(predictions);
  }

  private static List<Integer> largest(float[] logits, int count, ClassFilter filter) {
    // the head is dropped first: the smallest logit, or the highest index of equal logits
    PriorityQueue<Integer> kept =
        new PriorityQueue<>(
            (a, b) -> {
              int order = Float.compare(logits[a], logits[b]);
              return order != 0 ? order : Integer.compare(b, a);
            });
    for (int i = 0; i < logits.length; i++) {
      if (filter.isWanted(i)) {
        kept.add(i);
      }
      if (kept.size() > count) {
        kept.remove();
      }
    }
    List<Integer> largest = new ArrayList<>();
    while (!kept.isEmpty()) {
      largest.add(0, kept.remove());
    }
    return largest;
  }
}
