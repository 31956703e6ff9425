package io.github.inceptionv2.spark;

import io.github.inceptionv2.ImageResult;
import io.github.inceptionv2.Prediction;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What came of one image.
 *
 * @param predictions null if there was an error, or none were asked for
 * @param features likewise
 * @param error null if there was none
 */
record Outcome(List<Prediction> predictions, float[] features, String error) {

  static Outcome failed(String error) {
    return new Outcome(null, null, error);
  }

  /** Joins the results of the same images; null stands for what was not asked for. */
  static List<Outcome> of(
      List<ImageResult<List<Prediction>>> predictions, List<ImageResult<float[]>> features) {
    int size = predictions == null ? features.size() : predictions.size();
    return IntStream.range(0, size)
        .mapToObj(
            i ->
                one(
                    predictions == null ? null : predictions.get(i),
                    features == null ? null : features.get(i)))
        .toList();
  }

  private static Outcome one(
      ImageResult<List<Prediction>> predictions, ImageResult<float[]> features) {
    try {
      return new Outcome(
          predictions == null ? null : predictions.get(),
          features == null ? null : features.get(),
          null);
    } catch (IOException e) {
      return failed(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
