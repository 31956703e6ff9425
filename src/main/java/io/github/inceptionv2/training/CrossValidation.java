package io.github.inceptionv2.training;

import io.github.inceptionv2.Labels;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.training.Folds;
import io.github.inceptionv2.internal.training.HeadFitter;
import io.github.inceptionv2.internal.training.LabeledVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Evaluates logits by cross-validation: for each fold in turn, fits logits to the other folds and
 * evaluates these logits on the fold.
 */
final class CrossValidation {

  private final List<LabeledImage> images;
  private final List<float[]> vectors;
  private final int[] labels;
  private final Examples examples;
  private final long seed;

  /**
   * Prepares a cross-validation.
   *
   * @param images the image of each of {@code vectors}
   */
  CrossValidation(List<LabeledImage> images, List<float[]> vectors, Examples examples, long seed) {
    this.images = images;
    this.vectors = vectors;
    this.labels = images.stream().mapToInt(LabeledImage::label).toArray();
    this.examples = examples;
    this.seed = seed;
  }

  /**
   * Returns the evaluation of all images. Each image is classified by the logits that were fitted
   * without its fold.
   */
  Evaluation run(List<String> names, int folds, SessionConfig config, HeadFitter.Check check)
      throws InterruptedException {
    int[] fold = Folds.of(vectors, labels, names.size(), folds, seed);
    Tally tally = new Tally(ClassMap.of(names, Labels.of(names)));
    for (int k = 0; k < folds; k++) {
      int held = k;
      int[] fitted = IntStream.range(0, fold.length).filter(i -> fold[i] != held).toArray();
      HeadFitter.Fit fit = fit(fitted, config, check);
      for (int i = 0; i < fold.length; i++) {
        if (fold[i] == held) {
          tally.add(images.get(i).file(), labels[i], logits(fit, vectors.get(i)));
        }
      }
    }
    return Evaluation.of(tally);
  }

  private HeadFitter.Fit fit(int[] fitted, SessionConfig config, HeadFitter.Check check)
      throws InterruptedException {
    List<float[]> some = new ArrayList<>();
    IntStream.of(fitted).forEach(i -> some.add(vectors.get(i)));
    int[] classes = IntStream.of(fitted).map(i -> labels[i]).toArray();
    LabeledVectors all =
        new LabeledVectors(some, classes, fitted.length, examples.classWeights(), seed);
    try (HeadFitter fitter = new HeadFitter(all, config, check)) {
      HeadFitter.Fit fit = fitter.fit();
      FittedHead.checkFinite(fit.kernel());
      FittedHead.checkFinite(fit.biases());
      return fit;
    }
  }

  private static float[] logits(HeadFitter.Fit fit, float[] vector) {
    float[] logits = fit.biases().clone();
    for (int j = 0; j < vector.length; j++) {
      for (int k = 0; k < logits.length; k++) {
        logits[k] += vector[j] * fit.kernel()[j * logits.length + k];
      }
    }
    return logits;
  }
}
