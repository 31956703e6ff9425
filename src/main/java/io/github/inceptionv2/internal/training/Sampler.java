package io.github.inceptionv2.internal.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Samples the examples of each batch. The samples of an epoch depend only on the seed and the
 * epoch's number, so training can resume in the middle of an epoch.
 */
public final class Sampler {

  private final int[] labels;
  private final int classes;
  private final int batchSize;
  private final boolean isBalanced;
  private final long seed;

  /** Creates a sampler; {@code labels} has the class of each example. */
  public Sampler(int[] labels, int classes, int batchSize, boolean isBalanced, long seed) {
    this.labels = labels.clone();
    this.classes = classes;
    this.batchSize = Math.min(batchSize, labels.length);
    this.isBalanced = isBalanced;
    this.seed = seed;
  }

  /**
   * Returns the number of batches in an epoch. Examples that do not fill another batch are left for
   * other epochs.
   */
  public int steps() {
    return labels.length / batchSize;
  }

  /** Returns the batches of an epoch. */
  public List<List<DrawnExample>> epoch(int epoch) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + epoch);
    int[] order = isBalanced ? balanced(random) : shuffled(all(), random);
    List<List<DrawnExample>> batches = new ArrayList<>();
    for (int step = 0; step < steps(); step++) {
      List<DrawnExample> batch = new ArrayList<>();
      for (int i = step * batchSize; i < (step + 1) * batchSize; i++) {
        batch.add(new DrawnExample(order[i], random.nextLong()));
      }
      batches.add(batch);
    }
    return batches;
  }

  private int[] all() {
    int[] all = new int[labels.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    return all;
  }

  /**
   * Returns as many samples as there are examples, from random classes. Within a class, no example
   * repeats before all of its examples were sampled.
   */
  private int[] balanced(SplittableRandom random) {
    List<List<Integer>> examples = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      examples.add(new ArrayList<>());
    }
    for (int i : shuffled(all(), random)) {
      examples.get(labels[i]).add(i);
    }
    examples.removeIf(List::isEmpty);
    int[] next = new int[examples.size()];
    int[] order = new int[labels.length];
    for (int i = 0; i < order.length; i++) {
      int k = random.nextInt(examples.size());
      order[i] = examples.get(k).get(next[k]++ % examples.get(k).size());
    }
    return order;
  }

  private static int[] shuffled(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int k = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[k];
      order[k] = swapped;
    }
    return order;
  }
}
