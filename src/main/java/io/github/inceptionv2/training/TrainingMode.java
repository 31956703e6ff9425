package io.github.inceptionv2.training;

/** The part of the network that is trained. */
public enum TrainingMode {
  /**
   * Trains only the logits, on feature vectors that are computed once. Fast, and suited to a few
   * images, or to images like those that the model was trained on.
   */
  HEAD,
  /**
   * Trains all weights. Batch norm uses the statistics of each batch and updates its moving
   * averages, as the tag set {train} of the Hub modules does.
   */
  FULL,
  /**
   * Trains all weights. Batch norm's moving averages stay fixed and are used to normalize. Suits
   * small batches, whose statistics are unreliable.
   */
  FULL_WITH_FROZEN_BATCH_NORM
}
