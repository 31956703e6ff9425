package io.github.inceptionv2.training;

/** What is trained. */
public enum TrainingMode {
  /**
   * The logits alone, on feature vectors that are computed once. Fast, and right for few images or
   * images like those that the model was trained on.
   */
  HEAD_ONLY,
  /**
   * Everything: batch norm uses the statistics of each batch and moves its moving averages, as the
   * tag set {train} of the Hub modules does.
   */
  FULL,
  /**
   * Everything but batch norm's moving averages, which stay as they are and are what normalizes:
   * for small batches, whose statistics say little.
   */
  FULL_WITH_FROZEN_BATCH_NORM
}
