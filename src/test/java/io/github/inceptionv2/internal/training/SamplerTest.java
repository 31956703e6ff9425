package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {

  @ParameterizedTest
  @CsvSource({"100,10,10", "105,10,10", "109,10,10", "7,2,3", "3,1,3", "1,1,1"})
  void epoch_anySize_hasWholeBatchesOfDifferentExamples(int count, int batchSize, int steps) {
    Sampler sampler = new Sampler(new int[count], 1, batchSize, false, 1);
    List<List<DrawnExample>> batches = sampler.epoch(0);
    List<Integer> drawn = examples(batches);

    assertEquals(steps, sampler.steps());
    assertEquals(steps, batches.size());
    assertTrue(batches.stream().allMatch(batch -> batch.size() == batchSize));
    assertEquals(drawn.size(), Set.copyOf(drawn).size(), "an example was drawn twice");
    assertTrue(drawn.stream().allMatch(example -> example >= 0 && example < count));
  }

  @Test
  void epoch_batchesThatFillIt_isAShuffledPermutation() {
    List<Integer> drawn = examples(new Sampler(new int[1000], 1, 10, false, 1).epoch(0));
    List<Integer> sorted = drawn.stream().sorted().toList();

    assertEquals(IntStream.range(0, 1000).boxed().toList(), sorted);
    assertNotEquals(sorted, drawn);
    // A random permutation leaves one element in place on average; ten are past belief.
    assertTrue(IntStream.range(0, 1000).filter(i -> drawn.get(i) == i).count() < 10);
  }

  /** Successive epochs leave out different examples. */
  @Test
  void epoch_remainder_isDrawnInOtherEpochs() {
    Sampler sampler = new Sampler(new int[25], 1, 10, false, 1);
    Set<Integer> seen = new HashSet<>();
    for (int epoch = 0; epoch < 20; epoch++) {
      seen.addAll(examples(sampler.epoch(epoch)));
    }
    assertEquals(25, seen.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void epoch_sameSeed_drawsTheSameWhateverWasDrawnBefore(boolean isBalanced) {
    Sampler sampler = new Sampler(labels(40, 10), 2, 8, isBalanced, 7);
    sampler.epoch(0);
    sampler.epoch(1);

    assertEquals(new Sampler(labels(40, 10), 2, 8, isBalanced, 7).epoch(2), sampler.epoch(2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void epoch_otherNumberOrSeed_changesOrderAndDistortions(boolean isBalanced) {
    Sampler sampler = new Sampler(labels(40, 10), 2, 10, isBalanced, 7);
    Sampler other = new Sampler(labels(40, 10), 2, 10, isBalanced, 8);
    List<List<DrawnExample>> first = sampler.epoch(0);

    assertNotEquals(examples(first), examples(sampler.epoch(1)));
    assertNotEquals(examples(first), examples(other.epoch(0)));
    Set<Long> seeds = new HashSet<>(seeds(first));
    assertEquals(50, seeds.size());
    seeds.addAll(seeds(sampler.epoch(1)));
    seeds.addAll(seeds(other.epoch(0)));
    assertEquals(150, seeds.size());
  }

  @Test
  void epoch_fewerExamplesThanABatch_isOneBatch() {
    Sampler sampler = new Sampler(new int[] {0, 1, 1}, 2, 32, false, 1);

    assertEquals(1, sampler.steps());
    assertEquals(Set.of(0, 1, 2), Set.copyOf(examples(sampler.epoch(0))));
    assertEquals(3, sampler.epoch(0).get(0).size());
  }

  /** The classes have 900, 90 and 10 examples, and each is a third of the draws. */
  @Test
  void balanced_rareClasses_areDrawnEquallyOften() {
    int[] labels = labels(900, 90, 10);
    Sampler sampler = new Sampler(labels, 3, 10, true, 1);
    int[] counts = new int[3];
    for (int epoch = 0; epoch < 10; epoch++) {
      examples(sampler.epoch(epoch)).forEach(example -> counts[labels[example]]++);
    }
    // 10,000 draws with a chance of 1/3: five standard deviations are 236
    for (int count : counts) {
      assertEquals(10_000 / 3.0, count, 236, Arrays.toString(counts));
    }
  }

  @Test
  void balanced_withinAClass_repeatsNoneBeforeAllWereDrawn() {
    int[] labels = labels(90, 10);
    List<Integer> rare =
        examples(new Sampler(labels, 2, 10, true, 3).epoch(0)).stream()
            .filter(example -> labels[example] == 1)
            .toList();

    assertTrue(rare.size() >= 20, "too few: " + rare.size());
    for (int start = 0; start + 10 <= rare.size(); start += 10) {
      assertEquals(10, Set.copyOf(rare.subList(start, start + 10)).size());
    }
  }

  @Test
  void balanced_classWithoutExamples_isLeftOut() {
    int[] labels = {0, 0, 0, 2};
    List<Integer> drawn = examples(new Sampler(labels, 4, 4, true, 1).epoch(0));

    assertEquals(4, drawn.size());
    assertTrue(drawn.stream().allMatch(example -> example >= 0 && example < 4));
  }

  @Test
  void constructor_labels_areCopied() {
    int[] labels = labels(20, 20);
    Sampler sampler = new Sampler(labels, 2, 4, true, 1);
    List<List<DrawnExample>> before = sampler.epoch(0);
    Arrays.fill(labels, 0);

    assertEquals(before, sampler.epoch(0));
  }

  /** Returns the given number of labels of each class. */
  private static int[] labels(int... counts) {
    return IntStream.range(0, counts.length)
        .flatMap(label -> IntStream.generate(() -> label).limit(counts[label]))
        .toArray();
  }

  private static List<Integer> examples(List<List<DrawnExample>> batches) {
    return batches.stream().flatMap(List::stream).map(DrawnExample::example).toList();
  }

  private static List<Long> seeds(List<List<DrawnExample>> batches) {
    return batches.stream().flatMap(List::stream).map(DrawnExample::seed).toList();
  }
}
