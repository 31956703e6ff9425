package io.github.inceptionv2.training;

/** What is done about classes with fewer images than others. */
public enum ClassBalance {
  /** Nothing: each image counts the same. */
  NONE,
  /** Images of rare classes weigh more in the loss, so that each class counts the same. */
  WEIGHTED_LOSS,
  /** Images of rare classes are drawn more often, so that each class is seen as often. */
  BALANCED_SAMPLING,
  /** {@link #WEIGHTED_LOSS} where a class has more than three times the images of another. */
  AUTOMATIC
}
