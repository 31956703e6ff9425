package io.github.inceptionv2.internal.training;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Divides examples into folds of equal size, at random and evenly within each class. */
public final class Folds {

  private Folds() {}

  /**
   * Returns the index of each example's fold, from 0. Equal vectors of the same class, such as
   * those of copies of an image, are in the same fold.
   *
   * @param labels the class of each of {@code vectors}
   */
  public static int[] of(List<float[]> vectors, int[] labels, int classes, int folds, long seed) {
    int[] fold = new int[labels.length];
    int next = 0;
    for (int label = 0; label < classes; label++) {
      Map<FloatBuffer, Integer> known = new HashMap<>();
      for (int example : shuffled(labels, label, seed)) {
        Integer earlier = known.putIfAbsent(FloatBuffer.wrap(vectors.get(example)), next);
        fold[example] = (earlier == null ? next++ : earlier) % folds;
      }
    }
    return fold;
  }

  private static int[] shuffled(int[] labels, int label, long seed) {
    int[] members = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + label);
    for (int i = members.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = members[i];
      members[i] = members[other];
      members[other] = kept;
    }
    return members;
  }
}
