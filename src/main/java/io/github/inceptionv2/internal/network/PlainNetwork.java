package io.github.inceptionv2.internal.network;

import static io.github.inceptionv2.internal.network.Architecture.SCOPE;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Mixed;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.ArrayList;
import java.util.List;

/**
 * The network in plain Java and double precision. It is slow, but independent of TensorFlow, so it
 * can check TensorFlow's results on a machine for any weights.
 */
public final class PlainNetwork {

  private final PlainLayers layers;
  private final PlainLayers.Parameters parameters;

  /** Creates a network with the given parameters. */
  public PlainNetwork(PlainLayers.Parameters parameters) {
    this.parameters = parameters;
    this.layers = new PlainLayers(parameters);
  }

  /**
   * Computes the feature vector of one image.
   *
   * @param rgb the pixels in [0,1], in the order height, width, RGB
   */
  public double[] features(float[] rgb, int height, int width) {
    double[] scaled = new double[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      scaled[i] = 2.0 * rgb[i] - 1;
    }
    Volume volume = new Volume(scaled, height, width, 3);
    for (Layer layer : Architecture.LAYERS) {
      volume = apply(layer, "", volume);
    }
    return volume.mean();
  }

  /** Computes the logits of a feature vector. */
  public double[] logits(double[] features) {
    String scope = SCOPE + "/Logits/Conv2d_1c_1x1/";
    float[] weights = parameters.of(scope + "weights");
    float[] biases = parameters.of(scope + "biases");
    double[] logits = new double[biases.length];
    for (int j = 0; j < logits.length; j++) {
      logits[j] = biases[j];
    }
    for (int i = 0; i < features.length; i++) {
      for (int j = 0; j < logits.length; j++) {
        logits[j] += features[i] * weights[i * logits.length + j];
      }
    }
    return logits;
  }

  private Volume apply(Layer layer, String scope, Volume input) {
    String path = SCOPE + "/" + scope + layer.name() + "/";
    if (layer instanceof Convolution convolution) {
      return layers.convolve(path, convolution, input);
    } else if (layer instanceof SeparableConvolution stem) {
      return layers.convolve(path, stem, input);
    } else if (layer instanceof Pool pool) {
      return layers.pool(pool, input);
    }
    List<Volume> ends = new ArrayList<>();
    List<List<Layer>> branches = ((Mixed) layer).branches();
    for (int i = 0; i < branches.size(); i++) {
      Volume end = input;
      for (Layer inner : branches.get(i)) {
        end = apply(inner, layer.name() + "/Branch_" + i + "/", end);
      }
      ends.add(end);
    }
    return Volume.join(ends);
  }
}
