package io.github.inceptionv2;

import io.github.inceptionv2.internal.runtime.FloatMath;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Turns logits into predictions. */
final class Softmax {

  private Softmax() {}

  /**
   * Returns at most the {@code count} largest that {@code filter} lets pass, the largest first; of
   * equal ones the lower index first.
   */
  static List<Prediction> top(float[] logits, int count, Labels labels, ClassFilter filter) {
    return predictions(logits, largest(logits, count, filter), labels).stream()
        .filter(prediction -> filter.isProbable(prediction.probability()))
        .toList();
  }

  /** Returns the class {@code index}. */
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
    // the head is the one to drop first: the smallest, of equal ones the highest index
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
