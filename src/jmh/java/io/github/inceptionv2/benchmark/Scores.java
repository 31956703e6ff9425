package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.benchmark.Contender.Top;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Turns logits into the most probable classes, for runtimes that end with logits. */
final class Scores {

  private Scores() {}

  /** Returns the {@code count} most probable classes, the most probable first. */
  static List<Top> top(float[] logits, int count) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    PriorityQueue<Integer> best = new PriorityQueue<>(Comparator.comparingDouble(i -> logits[i]));
    for (int i = 0; i < logits.length; i++) {
      if (best.size() < count) {
        best.add(i);
      } else if (logits[i] > logits[best.element()]) {
        best.remove();
        best.add(i);
      }
    }
    double total = sum;
    double highest = largest;
    return best.stream()
        .sorted(Comparator.comparingDouble(i -> -logits[i]))
        .map(i -> new Top(i, Math.exp(logits[i] - highest) / total))
        .toList();
  }
}
