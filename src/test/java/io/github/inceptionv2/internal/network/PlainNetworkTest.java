package io.github.inceptionv2.internal.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.testing.Golden;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two independent implementations in double precision agree to float32's last digits. */
class PlainNetworkTest {

  private final ReferenceWeights weights = new ReferenceWeights(1001);
  private final PlainNetwork network = new PlainNetwork(name -> weights.read(name));

  static List<JsonObject> small() {
    return Golden.inference().stream()
        .filter(row -> row.get("height").getAsInt() * row.get("width").getAsInt() <= 130 * 130)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("small")
  void numbers_matchTheReference(JsonObject row) {
    int height = row.get("height").getAsInt();
    int width = row.get("width").getAsInt();
    float[] image = Golden.image(row.get("k").getAsInt(), height, width);

    double[] features = network.features(image, height, width);
    assertClose(Golden.floats(row.get("features")), features);
    assertClose(Golden.floats(row.get("logits")), network.logits(features));
  }

  private static void assertClose(float[] expected, double[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-5, "number " + i);
    }
  }
}
