package io.github.inceptionv2.internal.inference;

import static io.github.inceptionv2.testing.Golden.ABSOLUTE_TOLERANCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.runtime.Values;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to run the network with reference weights computes the reference's numbers. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class OpenModuleContract {

  @AutoClose private OpenModule open;

  /** Opens the network with 1001 logits and reference weights. */
  abstract OpenModule open() throws Exception;

  @BeforeAll
  void openModule() throws Exception {
    open = open();
  }

  static List<JsonObject> inference() {
    return Golden.inference();
  }

  @ParameterizedTest
  @MethodSource("inference")
  void inference_goldenImages_matchTheReference(JsonObject expected) {
    Roles roles = open.module().roles();
    int height = expected.get("height").getAsInt();
    int width = expected.get("width").getAsInt();
    List<Role> both = List.of(roles.logits().orElseThrow(), roles.featureVector().orElseThrow());
    try (ImageBatch image = image(expected.get("k").getAsInt(), height, width)) {
      List<Values> values = open.run(image, both);
      assertClose(expected.get("logits"), values.get(0).values());
      assertClose(expected.get("features"), values.get(1).values());
    }
  }

  /** Kernels are made for one batch size and must not be used for another. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5, 1, 3})
  void batch_holdsTheNumbersOfEachImage(int count) {
    float[] images = new float[count * 224 * 224 * 3];
    for (int i = 0; i < count; i++) {
      float[] image = Golden.image(i % 4, 224, 224);
      System.arraycopy(image, 0, images, i * image.length, image.length);
    }
    Role logits = open.module().roles().logits().orElseThrow();
    try (ImageBatch batch = new ImageBatch(Tensors.of(images, count, 224, 224, 3))) {
      Values all = open.run(batch, List.of(logits)).get(0);
      for (int i = 0; i < count; i++) {
        JsonObject expected = Golden.inference().get(i % 4);
        assertEquals(i % 4, expected.get("k").getAsInt());
        assertClose(expected.get("logits"), all.slice(i, i + 1).values());
      }
    }
  }

  /** Nothing cached for one size may be used for another. */
  @Test
  void alternatingSizes_computeTheNumbersOfEach() {
    List<JsonObject> all = Golden.inference();
    for (JsonObject expected : List.of(all.get(8), all.get(0), all.get(8), all.get(7))) {
      inference_goldenImages_matchTheReference(expected);
    }
  }

  private static void assertClose(JsonElement expected, float[] actual) {
    Numbers.assertClose(Golden.floats(expected), actual, ABSOLUTE_TOLERANCE);
  }

  /** Statistics agree to a relative 1e-4, first values to the tolerance of logits. */
  @Test
  void endpoints_matchTheReference() {
    JsonObject expected = Golden.numbers().getAsJsonObject("endpoints_k0_224");
    List<String> names = new ArrayList<>(expected.keySet());
    Map<String, Role> endpoints = open.module().roles().endpoints();
    try (ImageBatch image = image(0, 224, 224)) {
      List<Values> values = open.run(image, names.stream().map(endpoints::get).toList());
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        assertStatistics(name, expected.getAsJsonObject(name), values.get(i));
      }
    }
    assertEquals(16, names.size());
  }

  private static void assertStatistics(String name, JsonObject expected, Values actual) {
    float[] values = actual.values();
    double mean = 0;
    double zeros = 0;
    for (float value : values) {
      mean += (double) value / values.length;
      zeros += value == 0 ? 1.0 / values.length : 0;
    }
    double variance = 0;
    for (float value : values) {
      variance += (value - mean) * (value - mean) / values.length;
    }
    assertEquals(shape(name, expected), actual.shape(), name + " shape");
    Numbers.assertRelative(name + " mean", expected.get("mean").getAsDouble(), mean, 1e-4);
    Numbers.assertRelative(
        name + " std", expected.get("std").getAsDouble(), Math.sqrt(variance), 1e-4);
    assertEquals(expected.get("zero_fraction").getAsDouble(), zeros, 1e-4, name + " zeros");
    Numbers.assertClose(
        Golden.floats(expected.get("first8_nhwc")), Arrays.copyOf(values, 8), ABSOLUTE_TOLERANCE);
  }

  /** The reference squeezes the pooled tensor; TF-Slim and Hub keep a height and width of 1. */
  private static List<Long> shape(String name, JsonObject expected) {
    List<Long> shape = Golden.longs(expected.get("shape_nhwc"));
    return name.equals("global_pool") ? List.of(shape.get(0), 1L, 1L, shape.get(1)) : shape;
  }

  private static ImageBatch image(int k, int height, int width) {
    return new ImageBatch(Tensors.of(Golden.image(k, height, width), 1, height, width, 3));
  }
}
