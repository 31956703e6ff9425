package io.github.inceptionv2.spark;

import io.github.inceptionv2.Batch;
import io.github.inceptionv2.ImageResult;
import io.github.inceptionv2.Prediction;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * The result or error of one image.
 *
 * @param predictions null if there was an error, or if predictions were not requested
 * @param features null if there was an error, or if features were not requested
 * @param error null if there was no error
 */
record Outcome(List<Prediction> predictions, float[] features, String error) {

  static Outcome failed(String error) {
    return new Outcome(null, null, error);
  }

  /** Computes each image's {@code count} most probable classes, its features, or both. */
  static List<Outcome> of(Batch batch, int count, boolean wantsFeatures) {
    if (count == 0) {
      return all(batch.featureVectors(), features -> new Outcome(null, features, null));
    } else if (!wantsFeatures) {
      return all(batch.classify(count), classes -> new Outcome(classes, null, null));
    }
    return all(
        batch.recognize(count),
        both -> new Outcome(both.predictions(), both.featureVector(), null));
  }

  private static <T> List<Outcome> all(List<ImageResult<T>> results, Function<T, Outcome> then) {
    return results.stream().map(result -> one(result, then)).toList();
  }

  private static <T> Outcome one(ImageResult<T> result, Function<T, Outcome> then) {
    try {
      return then.apply(result.get());
    } catch (IOException e) {
      return failed(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
