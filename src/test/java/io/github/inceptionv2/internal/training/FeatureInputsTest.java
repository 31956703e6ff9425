package io.github.inceptionv2.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.internal.runtime.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class FeatureInputsTest {

  @Test
  void next_draws_returnsVectorsInTheirOrder() throws Exception {
    List<float[]> features = features(4);
    Batches batches = batches(features, List.of(draws(3, 1), draws(1, 0)));
    try (ExampleBatch batch = batches.next().orElseThrow()) {
      float[] values = Tensors.toFloats(batch.input());

      assertEquals(List.of(3, 1), batch.examples());
      assertEquals(2, batch.size());
      assertEquals(Shape.of(2, 1, 1, 1024), batch.input().shape());
      assertArrayEquals(features.get(3), Arrays.copyOf(values, 1024));
      assertArrayEquals(features.get(1), Arrays.copyOfRange(values, 1024, 2048));
    }
    try (ExampleBatch batch = batches.next().orElseThrow()) {
      assertEquals(List.of(1, 0), batch.examples());
    }
    assertEquals(Optional.empty(), batches.next());
    assertEquals(Optional.empty(), batches.next());
  }

  @Test
  void next_unreadableImages_areLeftOut() throws Exception {
    List<float[]> features = features(4);
    features.set(1, null);
    features.set(2, null);
    Batches batches = batches(features, List.of(draws(0, 1), draws(2, 1), draws(2, 3), draws(1)));
    try (ExampleBatch first = batches.next().orElseThrow();
        ExampleBatch empty = batches.next().orElseThrow();
        ExampleBatch third = batches.next().orElseThrow();
        ExampleBatch last = batches.next().orElseThrow()) {
      assertEquals(List.of(0), first.examples());
      assertEquals(0, empty.size());
      assertEquals(List.of(3), third.examples());
      assertArrayEquals(features.get(3), Tensors.toFloats(third.input()));
      assertEquals(0, last.size());
    }
    assertEquals(Optional.empty(), batches.next());
  }

  @Test
  void drawsInOrder_anyCount_drawsEachOnce() {
    assertEquals(List.of(draws(0, 1), draws(2, 3), draws(4)), DrawnExample.inOrder(5, 2));
    assertEquals(List.of(draws(0, 1)), DrawnExample.inOrder(2, 2));
    assertEquals(List.of(draws(0)), DrawnExample.inOrder(1, 100));
    assertEquals(List.of(), DrawnExample.inOrder(0, 2));
  }

  private static Batches batches(List<float[]> features, List<List<DrawnExample>> draws) {
    return new FeatureInputs(features, List.of()).training(draws, 224);
  }

  private static List<float[]> features(int count) {
    List<float[]> features = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      features.add(TrainingSteps.vectors(1, i));
    }
    return features;
  }

  private static List<DrawnExample> draws(int... examples) {
    return Arrays.stream(examples).mapToObj(example -> new DrawnExample(example, 0)).toList();
  }
}
