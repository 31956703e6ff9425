package io.github.inceptionv2;

import java.util.Locale;
import java.util.Objects;

/**
 * One class that an image may show. Immutable.
 *
 * @param index from 0; in an ImageNet model 0 is {@code background} and {@code index - 1} is the
 *     class's number in lists of 1000
 * @param label not unique: ImageNet has two {@code crane} and two {@code maillot}
 * @param wordNetId the class's synset, such as {@code n02099601}; empty for {@code background} and
 *     for labels without one
 * @param probability softmax over all logits, from 0 to 1
 * @param logit what the network answered
 */
public record Prediction(
    int index, String label, String wordNetId, float probability, float logit) {

  /** Checks that no part is null. */
  public Prediction {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(wordNetId, "wordNetId");
  }

  /** Returns the label and the probability in percent, such as {@code golden retriever 97.31 %}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.2f %%", label, 100 * probability);
  }
}
