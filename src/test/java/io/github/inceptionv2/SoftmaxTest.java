package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SoftmaxTest {

  private static final Labels LABELS = Labels.of(List.of("a", "b", "c", "d"));
  private static final ClassFilter ALL = ClassFilter.of(0, Optional.empty(), List.of(), LABELS);

  @Test
  void top_someClasses_largestFirstWithProbabilitiesOverAll() {
    float[] logits = {0, (float) Math.log(2), (float) Math.log(5), 0};
    List<Prediction> top = Softmax.top(logits, 2, LABELS, ALL);

    assertEquals(List.of(2, 1), top.stream().map(Prediction::index).toList());
    assertEquals(5 / 9.0, top.get(0).probability(), 1e-6);
    assertEquals(2 / 9.0, top.get(1).probability(), 1e-6);
    assertEquals("c 55.56 %", top.get(0).toString());
  }

  @Test
  void top_equalLogits_lowerIndexFirst() {
    List<Prediction> top = Softmax.top(new float[] {1, 2, 2, 2}, 3, LABELS, ALL);
    assertEquals(List.of(1, 2, 3), top.stream().map(Prediction::index).toList());
  }

  @Test
  void top_hugeLogits_noOverflow() {
    List<Prediction> top = Softmax.top(new float[] {1e30f, -1e30f, 0, 1e30f}, 4, LABELS, ALL);
    assertEquals(0.5, top.get(0).probability());
    assertEquals(0, top.get(3).probability());
    assertEquals(1, top.get(3).index());
  }
}
