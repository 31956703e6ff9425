package io.github.inceptionv2.internal.training;

import java.util.ArrayList;
import java.util.List;

/**
 * An example that was sampled for a batch.
 *
 * @param example index of the example
 * @param seed seed of its distortion
 */
public record DrawnExample(int example, long seed) {

  /** Returns batches that contain each example exactly once, in order. */
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
