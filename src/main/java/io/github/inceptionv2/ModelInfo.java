package io.github.inceptionv2;

import java.util.List;
import java.util.Set;

/**
 * What is known of a model without running it. Immutable.
 *
 * @param source what it was opened from
 * @param format the kind of module, in words
 * @param tagSets the tag sets of its SavedModel, in the file's order; none if it has no file
 * @param signatures the signatures of its inference graph
 * @param classCount the number of logits; 0 for a model of feature vectors only
 * @param featureCount the length of a feature vector
 * @param variableCount the number of variables
 * @param endpoints the names of the intermediate tensors, in alphabetical order
 * @param expectedImageSize what images are resized to unless the builder says otherwise
 * @param hasLabels whether the model brings labels of its own, so that none need be given
 * @param isUntrained whether the weights are the untrained reference weights, so that predictions
 *     mean nothing
 */
public record ModelInfo(
    String source,
    String format,
    List<Set<String>> tagSets,
    Set<String> signatures,
    int classCount,
    int featureCount,
    int variableCount,
    List<String> endpoints,
    ImageSize expectedImageSize,
    boolean hasLabels,
    boolean isUntrained) {

  /** Takes copies. */
  public ModelInfo {
    tagSets = tagSets.stream().map(Set::copyOf).toList();
    signatures = Set.copyOf(signatures);
    endpoints = List.copyOf(endpoints);
  }
}
