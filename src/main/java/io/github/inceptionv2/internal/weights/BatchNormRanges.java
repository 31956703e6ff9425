package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.network.ActivationRanges;
import io.github.inceptionv2.internal.network.Architecture;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ranges of activations as far as weights alone tell them.
 *
 * <p>Batch norm has no gamma here: before ReLU each channel has a standard deviation of 1 around
 * its beta. A range therefore is the greatest beta and a number of standard deviations. Measured on
 * the flowers model: few photographs in a hundred drive layers far beyond, more so the deeper a
 * layer is (greatest values over 400 photographs: 12 behind the second layer, 20 in Mixed_4c, 160
 * in Mixed_5c). With 12 everywhere feature vectors had a cosine to float32's of 0.9998 in the
 * median and 0.865 at the first percentile, with these 0.9990 and 0.968.
 *
 * <p>The stem has no batch norm. Its range is the greatest number that any image can cause. No
 * image of the flowers' test folder comes near it, but a narrower range gains nothing: 0.9988 and
 * 0.967 with this one, with half and with a quarter of it; 0.9983 and 0.963 with an eighth.
 */
public final class BatchNormRanges {

  /** Standard deviations by the beginning of a layer's path; 12 for others. */
  private static final Map<String, Integer> DEVIATIONS =
      Map.of(
          "Mixed_4c",
          16,
          "Mixed_4d",
          16,
          "Mixed_4e",
          24,
          "Mixed_5a",
          24,
          "Mixed_5b",
          32,
          "Mixed_5c",
          32);

  private static final int USUAL_DEVIATIONS = 12;

  /** A range must be greater than 0, also of a stem whose outputs are all 0. */
  private static final float LEAST = 1e-3f;

  private BatchNormRanges() {}

  /** Returns the ranges of a network with these weights. */
  public static ActivationRanges of(Weights weights) throws IOException {
    Map<String, Float> maxima = new LinkedHashMap<>();
    String stem = ActivationRanges.LAYERS.get(0);
    maxima.put(stem, greatestOf(Architecture.SCOPE + "/" + stem, weights));
    for (String path : ActivationRanges.LAYERS.subList(1, ActivationRanges.LAYERS.size())) {
      int end = path.indexOf('/');
      String layer = end < 0 ? path : path.substring(0, end);
      float greatest = DEVIATIONS.getOrDefault(layer, USUAL_DEVIATIONS);
      float beta = 0;
      for (float value : weights.read(Architecture.SCOPE + "/" + path + "/BatchNorm/beta")) {
        beta = Math.max(beta, value);
      }
      maxima.put(path, greatest + beta);
    }
    return new ActivationRanges(maxima);
  }

  /** Pixels are from -1 to 1, so the sum of a channel's absolute weights bounds its output. */
  private static float greatestOf(String stem, Weights weights) throws IOException {
    FoldedWeights folded = new FoldedWeights(weights);
    float[] sums = folded.read(stem + "/biases");
    float[] kernel = folded.read(stem + "/weights");
    for (int i = 0; i < kernel.length; i++) {
      sums[i % sums.length] += Math.abs(kernel[i]);
    }
    float greatest = LEAST;
    for (float sum : sums) {
      greatest = Math.max(greatest, sum);
    }
    return greatest;
  }
}
