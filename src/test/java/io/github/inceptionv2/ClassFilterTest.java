package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassFilterTest {

  private static final Labels LABELS = Labels.of(List.of("a", "b", "c", "b"));
  private static final float[] LOGITS = {3, 2, 1, 0};
  private static final ImageSource FLOWER =
      ImageSource.of(Path.of("src/test/resources/images/flower.jpg"));

  private static List<Integer> top(ClassFilter filter) {
    return Softmax.top(LOGITS, 3, LABELS, filter).stream().map(Prediction::index).toList();
  }

  private static ClassFilter filter(float minProbability, List<String> only, List<String> except) {
    return ClassFilter.of(
        minProbability, Optional.<Collection<String>>ofNullable(only), except, LABELS);
  }

  @Test
  void top_filters_fillUpWithTheNextClasses() {
    assertEquals(List.of(0, 1, 2), top(filter(0, null, List.of())));
    assertEquals(List.of(1, 2, 3), top(filter(0, null, List.of("a"))));
    assertEquals(List.of(1, 3), top(filter(0, List.of("b"), List.of())));
    assertEquals(List.of(2), top(filter(0, List.of("b", "c"), List.of("b"))));
    assertEquals(List.of(), top(filter(0, List.of(), List.of())));
  }

  @Test
  void top_minProbability_countsFilteredClassesToo() {
    float second = Softmax.top(LOGITS, 2, LABELS, filter(0, null, List.of())).get(1).probability();

    assertEquals(List.of(0, 1), top(filter(second, null, List.of())));
    assertEquals(List.of(0), top(filter(Math.nextUp(second), null, List.of())));
    assertEquals(
        second, Softmax.top(LOGITS, 1, LABELS, filter(0, null, List.of("a"))).get(0).probability());
  }

  @Test
  void load_unknownClass_isNamed() {
    InceptionV2.Builder builder =
        InceptionV2.builder(ModelSource.directory(Path.of("models/flowers")))
            .exceptClasses(List.of("orchid"));

    var e = assertThrows(IllegalArgumentException.class, builder::load);
    assertTrue(e.getMessage().startsWith("class (orchid) must be a label"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> builder.minProbability(1.5f));
    assertThrows(IllegalArgumentException.class, () -> builder.minProbability(Float.NaN));
  }

  @Test
  void classify_filters_applyToEveryMethod() throws Exception {
    List<Prediction> all;
    InceptionV2.Builder builder =
        InceptionV2.builder(ModelSource.directory(Path.of("models/flowers")));
    try (InceptionV2 model = builder.load()) {
      all = model.classify(FLOWER);
    }
    List<Prediction> expected = all.subList(1, 3);
    float least = expected.get(1).probability();
    builder.exceptClasses(List.of(all.get(0).label())).minProbability(least);
    try (InceptionV2 model = builder.load()) {
      assertEquals(expected, model.classify(FLOWER));
      assertEquals(expected, model.batch(List.of(FLOWER)).classify(5).get(0).get());
      assertEquals(expected, model.batch(List.of(FLOWER)).recognize(5).get(0).get().predictions());
      assertEquals(expected, model.stream(List.of(FLOWER)).classify(5).toList().get(0).get());
    }
  }
}
