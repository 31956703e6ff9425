package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.training.FeatureInputs;
import io.github.inceptionv2.internal.training.HeadFitter;
import io.github.inceptionv2.internal.training.LabeledVectors;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.VariableValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * New logits, fitted to the feature vectors of all images.
 *
 * @param weights the variables of the logits only
 */
record FittedHead(HeapWeights weights, HeadFit fit) {

  /**
   * The minimum number of validation images to choose L2 with. With fewer, cross-validation of all
   * images chooses better.
   */
  private static final int MIN_VALIDATION = 1000;

  /**
   * Fits new logits.
   *
   * @param fitsValidation true to fit the validation images too if they are too few to choose L2;
   *     false to leave them out in that case
   * @param variables variables of the logits
   * @param check called before each evaluation of the loss; may throw an exception to stop the fit
   * @throws IOException if no training image can be read
   * @throws TrainingDivergedException if a weight becomes NaN or infinite
   */
  static FittedHead fit(
      FeatureInputs features,
      Examples examples,
      boolean fitsValidation,
      long seed,
      List<VariableSpec> variables,
      SessionConfig config,
      HeadFitter.Check check)
      throws IOException, InterruptedException {
    List<float[]> vectors = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    add(features.training(), examples.trainingClasses(), vectors, labels);
    int training = vectors.size();
    if (training == 0) {
      throw new IOException(
          "none of the " + features.training().size() + " training images can be read");
    }
    boolean isValidationEnough = features.validation().size() >= MIN_VALIDATION;
    if (isValidationEnough || fitsValidation) {
      add(features.validation(), examples.validationClasses(), vectors, labels);
    }
    int[] classes = labels.stream().mapToInt(Integer::intValue).toArray();
    int fitted = isValidationEnough ? training : vectors.size();
    LabeledVectors all =
        new LabeledVectors(vectors, classes, fitted, examples.classWeights(), seed);
    try (HeadFitter fitter = new HeadFitter(all, config, check)) {
      HeadFitter.Fit fit = fitter.fit();
      checkFinite(fit.kernel());
      checkFinite(fit.biases());
      return new FittedHead(weights(fit, variables), HeadFit.of(fit));
    }
  }

  static void checkFinite(float[] weights) {
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        throw new TrainingDivergedException(1, 1, weight);
      }
    }
  }

  /** Adds the vectors and classes of readable images. Other images have no vector. */
  private static void add(
      List<float[]> from, int[] classes, List<float[]> vectors, List<Integer> labels) {
    for (int i = 0; i < from.size(); i++) {
      if (from.get(i) != null) {
        vectors.add(from.get(i));
        labels.add(classes[i]);
      }
    }
  }

  private static HeapWeights weights(HeadFitter.Fit fit, List<VariableSpec> variables) {
    Map<String, VariableValue> values = new LinkedHashMap<>();
    for (VariableSpec variable : variables) {
      boolean isBiases = variable.shape().size() == 1;
      values.put(
          variable.name(), VariableValue.of(variable, isBiases ? fit.biases() : fit.kernel()));
    }
    return new HeapWeights(values, Path.of("a fitted head"));
  }
}
