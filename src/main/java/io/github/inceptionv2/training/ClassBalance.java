package io.github.inceptionv2.training;

/** The way to handle classes that have fewer images than other classes. */
public enum ClassBalance {
  /** No balancing: all images have the same weight. */
  NONE,
  /** Images of rare classes have a higher weight in the loss, so all classes count equally. */
  WEIGHTED_LOSS,
  /** Images of rare classes are sampled more often, so all classes occur equally often. */
  BALANCED_SAMPLING,
  /**
   * {@link #WEIGHTED_LOSS} if a class has more than three times as many images as another;
   * otherwise {@link #NONE}.
   */
  AUTOMATIC
}
