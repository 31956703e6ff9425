package io.github.inceptionv2.internal.training;

import java.util.ArrayList;
import java.util.List;

/**
 * An example that was drawn for a batch.
 *
 * @param example its index
 * @param seed decides how it is distorted
 */
public record Draw(int example, long seed) {

  /** Batches of all examples, none of them twice, in order. */
  public static List<List<Draw>> inOrder(int count, int batchSize) {
    List<List<Draw>> batches = new ArrayList<>();
    for (int start = 0; start < count; start += batchSize) {
      List<Draw> batch = new ArrayList<>();
      for (int i = start; i < Math.min(count, start + batchSize); i++) {
        batch.add(new Draw(i, 0));
      }
      batches.add(batch);
    }
    return batches;
  }
}
