package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.Batch;
import io.github.inceptionv2.internal.training.Batches;
import io.github.inceptionv2.internal.training.Scorer;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * How good the network is on the validation examples.
 *
 * @param loss mean cross-entropy in nats
 * @param accuracy share whose greatest logit is that of their label
 */
record Score(double loss, double accuracy) {

  /** Scores all of {@code batches} and closes them. */
  static Score of(Scorer scorer, Batches batches, Examples examples) throws InterruptedException {
    double loss = 0;
    int correct = 0;
    int count = 0;
    try (batches) {
      for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
        try (Batch batch = next.get()) {
          float[] logits = scorer.logits(batch);
          int classes = logits.length / batch.size();
          for (int i = 0; i < batch.size(); i++) {
            int label = examples.validation().get(batch.examples().get(i)).label();
            loss += crossEntropy(logits, i * classes, classes, label);
            correct += isGreatest(logits, i * classes, classes, label) ? 1 : 0;
            count++;
          }
        }
      }
    }
    return new Score(loss / Math.max(1, count), (double) correct / Math.max(1, count));
  }

  /** A part of a score, if there is one. */
  static OptionalDouble optional(Optional<Score> score, ToDoubleFunction<Score> part) {
    return score.isPresent()
        ? OptionalDouble.of(part.applyAsDouble(score.get()))
        : OptionalDouble.empty();
  }

  private static double crossEntropy(float[] logits, int start, int classes, int label) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      max = Math.max(max, logits[start + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += Math.exp(logits[start + k] - max);
    }
    return Math.log(sum) + max - logits[start + label];
  }

  private static boolean isGreatest(float[] logits, int start, int classes, int label) {
    for (int k = 0; k < classes; k++) {
      if (logits[start + k] > logits[start + label]) {
        return false;
      }
    }
    return true;
  }
}
