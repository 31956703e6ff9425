package io.github.inceptionv2;

import java.util.List;

/** The classes and the feature vector of one image, from one run of the network. Immutable. */
public final class Recognition {

  private final List<Prediction> predictions;
  private final float[] featureVector;

  private Recognition(List<Prediction> predictions, float[] featureVector) {
    this.predictions = List.copyOf(predictions);
    this.featureVector = featureVector.clone();
  }

  /** Returns a recognition with copies of both arguments; public for tests of applications. */
  public static Recognition of(List<Prediction> predictions, float[] featureVector) {
    return new Recognition(predictions, featureVector);
  }

  /** Returns the most probable classes, most probable first. */
  public List<Prediction> predictions() {
    return predictions;
  }

  /** Returns a copy of the feature vector: 1024 numbers, none negative. */
  public float[] featureVector() {
    return featureVector.clone();
  }

  /** Returns the predictions and the length of the feature vector. */
  @Override
  public String toString() {
    return predictions + " and " + featureVector.length + " features";
  }
}
