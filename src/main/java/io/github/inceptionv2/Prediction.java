package io.github.inceptionv2;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One class that an image may show. Immutable and serializable.
 *
 * @param index from 0; in an ImageNet model, 0 is {@code background}, and {@code index - 1} is the
 *     class's index in lists of 1000 classes
 * @param label not unique: ImageNet has two classes {@code crane} and two classes {@code maillot}
 * @param wordNetId the class's synset, such as {@code n02099601}; empty for {@code background} and
 *     for labels without a synset
 * @param probability softmax over all logits, from 0 to 1
 * @param logit the network's raw output for the class
 */
public record Prediction(
    int index, String label, Optional<String> wordNetId, float probability, float logit)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** Checks that no component is null. */
  public Prediction {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(wordNetId, "wordNetId");
  }

  /** Returns the label and the probability in percent, such as {@code golden retriever 97.31 %}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.2f %%", label, 100 * probability);
  }

  /** Replaces the {@code Optional}, which cannot be serialized. */
  private Object writeReplace() {
    return new Serialized(index, label, wordNetId.orElse(null), probability, logit);
  }

  /** The serialized form of a prediction. */
  private record Serialized(
      int index, String label, @Nullable String wordNetId, float probability, float logit)
      implements Serializable {

    private static final long serialVersionUID = 1;

    private Object readResolve() throws InvalidObjectException {
      try {
        return new Prediction(index, label, Optional.ofNullable(wordNetId), probability, logit);
      } catch (RuntimeException e) {
        throw InvalidObjects.of("prediction", e);
      }
    }
  }
}
