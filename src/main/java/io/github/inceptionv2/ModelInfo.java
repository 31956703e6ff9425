package io.github.inceptionv2;

import java.util.List;
import java.util.Set;

/** Facts about a model that are known without running it. Immutable. */
public final class ModelInfo {

  private final String source;
  private final String format;
  private final List<Set<String>> tagSets;
  private final Set<String> signatures;
  private final int classCount;
  private final int featureCount;
  private final int variableCount;
  private final List<String> endpoints;
  private final ImageSize expectedImageSize;
  private final boolean hasLabels;
  private final boolean isCalibrated;
  private final boolean isUntrained;

  ModelInfo(
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
      boolean isCalibrated,
      boolean isUntrained) {
    this.source = source;
    this.format = format;
    this.tagSets = tagSets.stream().map(Set::copyOf).toList();
    this.signatures = Set.copyOf(signatures);
    this.classCount = classCount;
    this.featureCount = featureCount;
    this.variableCount = variableCount;
    this.endpoints = List.copyOf(endpoints);
    this.expectedImageSize = expectedImageSize;
    this.hasLabels = hasLabels;
    this.isCalibrated = isCalibrated;
    this.isUntrained = isUntrained;
  }

  /** Returns the name of the source that the model was opened from. */
  public String source() {
    return source;
  }

  /** Returns a description of the module's format. */
  public String format() {
    return format;
  }

  /**
   * Returns the tag sets of the SavedModel, in the file's order; empty if there is no SavedModel.
   */
  public List<Set<String>> tagSets() {
    return tagSets;
  }

  /** Returns the signatures of the inference graph. */
  public Set<String> signatures() {
    return signatures;
  }

  /** Returns the number of logits; 0 if the model has feature vectors only. */
  public int classCount() {
    return classCount;
  }

  /** Returns the length of a feature vector. */
  public int featureCount() {
    return featureCount;
  }

  /** Returns the number of variables. */
  public int variableCount() {
    return variableCount;
  }

  /** Returns the names of the intermediate tensors, in alphabetical order. */
  public List<String> endpoints() {
    return endpoints;
  }

  /** Returns the size to which images are resized unless the builder sets another size. */
  public ImageSize expectedImageSize() {
    return expectedImageSize;
  }

  /** Returns true if the model has its own labels, so the caller need not set any. */
  public boolean hasLabels() {
    return hasLabels;
  }

  /** Returns true if the model has measured ranges for {@link Precision#INT8}. */
  public boolean isCalibrated() {
    return isCalibrated;
  }

  /**
   * Returns true if the weights are the untrained reference weights, so predictions mean nothing.
   */
  public boolean isUntrained() {
    return isUntrained;
  }

  /** Returns the source, the format, and the number of classes. */
  @Override
  public String toString() {
    return "ModelInfo[" + source + ", " + format + ", " + classCount + " classes]";
  }
}
