package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.Batch;
import io.github.inceptionv2.internal.training.Batches;
import io.github.inceptionv2.internal.training.Logits;
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

  /**
   * Scores all of {@code batches} and closes them; nothing if there is none that can be read.
   *
   * @param beforeEach is run before each batch
   */
  static Optional<Score> of(Scorer scorer, Batches batches, Examples examples, Runnable beforeEach)
      throws InterruptedException {
    double loss = 0;
    int correct = 0;
    int count = 0;
    try (batches) {
      for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
        try (Batch batch = next.get()) {
          beforeEach.run();
          if (batch.size() == 0) {
            continue;
          }
          Logits logits = scorer.logits(batch);
          for (int i = 0; i < batch.size(); i++) {
            int label = examples.validation().get(batch.examples().get(i)).label();
            loss += logits.crossEntropy(i, label);
            correct += logits.isRight(i, label) ? 1 : 0;
            count++;
          }
        }
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(new Score(loss / count, (double) correct / count));
  }

  /** A part of a score, if there is one. */
  static OptionalDouble optional(Optional<Score> score, ToDoubleFunction<Score> part) {
    return score.isPresent()
        ? OptionalDouble.of(part.applyAsDouble(score.get()))
        : OptionalDouble.empty();
  }
}
