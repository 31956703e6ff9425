package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.network.PlainNetwork;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The results of a module's weights for one image, computed without TensorFlow in double precision.
 *
 * @param logits empty if the module has none
 */
public record ReferenceOutputs(float[] features, float[] logits) {

  /**
   * Computes the results, which takes seconds for images larger than 100x100.
   *
   * @param rgb in [0,1], height x width x RGB
   */
  public static ReferenceOutputs of(InceptionModule module, float[] rgb, int height, int width)
      throws IOException {
    PlainNetwork network = new PlainNetwork(name -> values(module.weights(), name));
    try {
      double[] features = network.features(rgb, height, width);
      double[] logits = module.classes() == 0 ? new double[0] : network.logits(features);
      return new ReferenceOutputs(floats(features), floats(logits));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static float[] values(Weights weights, String name) {
    try {
      return weights.read(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
