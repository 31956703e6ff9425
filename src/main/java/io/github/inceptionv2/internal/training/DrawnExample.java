package io.github.inceptionv2.internal.training;

import java.util.ArrayList;
import java.util.List;

/**
 * An example that was drawn for a batch.
 *
 * @param example its index
 * @param seed decides how it is distorted
 */
public record DrawnExample(int example, long seed) {

  /** Batches of all examples, none of them twice, in order. */
  public static List<List<DrawnExample>> inOrder(int count, int batchSize) {
    List<List<DrawnExample>> batches = new ArrayList<>();
    for (int start = 0; start < count; start += batchSize) {
      List<DrawnExample> batch = new ArrayList<>();
      for (int i = start; i < Math.min(count, start + batchSize); i++) {
        batch.add(new DrawnExample(i, 0));
      }
      batches.add(batch);
    }
    return batches;
  }
}
