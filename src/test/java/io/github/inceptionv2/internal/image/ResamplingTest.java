package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.testing.Golden;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every preset gives the numbers of Python TensorFlow or Pillow, at 300 positions per image. */
class ResamplingTest {

  private static final Map<String, Resampling> PRESETS =
      Map.of(
          "slim_eval", new Resampling(Geometry.CENTRAL_CROP, Filter.LEGACY_BILINEAR),
          "hub_stretch", new Resampling(Geometry.STRETCH, Filter.LEGACY_BILINEAR),
          "tf2_bilinear", new Resampling(Geometry.STRETCH, Filter.BILINEAR),
          "tf2_bilinear_antialias", new Resampling(Geometry.STRETCH, Filter.ANTIALIASED),
          "pil_short_side_256_center_crop",
              new Resampling(Geometry.SHORT_SIDE_CROP, Filter.ANTIALIASED_8_BIT));

  @RegisterExtension static final OpenPipeline PIPELINE = new OpenPipeline();

  static List<JsonObject> cases() {
    return Golden.objects(Golden.presets().getAsJsonArray("cases"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void preset_matchesItsReference(JsonObject expected) throws Exception {
    String preset = expected.get("preset").getAsString();
    int size = expected.get("size").getAsInt();
    float[] actual;
    try (ImageBatch batch =
        PIPELINE.get().prepare(image(expected), View.ALL, PRESETS.get(preset), size, size)) {
      assertEquals(
          List.of(1L, (long) size, (long) size, 3L), batch.tensor().shape().toListOrNull());
      actual = Tensors.toFloats(batch.tensor());
    }
    JsonArray positions = expected.getAsJsonArray("positions_yxc");
    float[] values = Golden.floats(expected.get("values"));
    double worst = 0;
    for (int i = 0; i < values.length; i++) {
      JsonArray yxc = positions.get(i).getAsJsonArray();
      int at = (yxc.get(0).getAsInt() * size + yxc.get(1).getAsInt()) * 3 + yxc.get(2).getAsInt();
      worst = Math.max(worst, Math.abs(values[i] - actual[at]));
    }
    // Pillow rounds to integers twice, this library once: at most one step of 1/255.
    double tolerance = preset.startsWith("pil") ? 1.001 / 255 : 1e-5;
    assertTrue(worst <= tolerance, preset + " is off by " + worst);
  }

  private static ImageData image(JsonObject of) {
    int height = of.get("height").getAsInt();
    int width = of.get("width").getAsInt();
    return new ImageData.Buffered(Golden.bufferedImage(of.get("k").getAsInt(), height, width));
  }
}
