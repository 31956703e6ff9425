package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.network.QuantizedVariables;
import java.io.IOException;

/**
 * The values of a quantized network's variables, computed from the values of the folded network's
 * variables. In each output channel, the greatest weight becomes the greatest integer. Not
 * thread-safe.
 */
public final class QuantizedWeights {

  private static final String KERNEL = "/weights";
  private static final String BIASES = "/biases";
  private static final int GREATEST_BYTE = 127;

  /** A channel whose weights are all below this counts as zero. */
  private static final float NEGLIGIBLE = 1e-20f;

  private final Source folded;
  private final int greatest;
  private String lastScope = "";
  private float[] lastKernel;
  private float[] lastMaxima;

  /**
   * Quantizes the values of {@code folded}.
   *
   * @param greatest the greatest integer weight, at most 127
   */
  public QuantizedWeights(Source folded, int greatest) {
    this.folded = folded;
    this.greatest = greatest;
  }

  /** Reads the values of a folded network's variables, in C order, into a new array. */
  public interface Source {
    float[] read(String name) throws IOException;
  }

  /** Reads the values of the variable called {@code name} in C order, with integers as floats. */
  public float[] read(String name) throws IOException {
    int end = name.lastIndexOf('/');
    String scope = name.substring(0, end);
    return switch (name.substring(end)) {
      case QuantizedVariables.WEIGHTS -> weights(scope, false);
      case QuantizedVariables.ROUNDED -> weights(scope, true);
      case QuantizedVariables.SHIFTED_BIASES -> shiftedBiases(scope);
      case QuantizedVariables.MINIMUM -> ranges(scope, -1);
      case QuantizedVariables.MAXIMUM -> ranges(scope, 1);
      default -> folded.read(name);
    };
  }

  /** Quantizes the last kernel in place: it is no longer needed and uses most of the memory. */
  private float[] weights(String scope, boolean isRounded) throws IOException {
    use(scope);
    float[] values = lastKernel == null ? folded.read(scope + KERNEL) : lastKernel;
    lastKernel = null;
    for (int i = 0; i < values.length; i++) {
      float maximum = lastMaxima[i % lastMaxima.length];
      double integer = Math.rint((double) values[i] * greatest / maximum);
      values[i] = (float) (isRounded ? integer * maximum / greatest : integer);
    }
    return values;
  }

  /** Returns the numbers that the integer -127 or 127 represents for any greatest integer. */
  private float[] ranges(String scope, int sign) throws IOException {
    use(scope);
    float[] ranges = new float[lastMaxima.length];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = (float) ((double) sign * lastMaxima[i] * GREATEST_BYTE / greatest);
    }
    return ranges;
  }

  private float[] shiftedBiases(String scope) throws IOException {
    float[] rounded = weights(scope, true);
    float[] biases = folded.read(scope + BIASES);
    double[] sums = new double[biases.length];
    for (int i = 0; i < rounded.length; i++) {
      sums[i % sums.length] += rounded[i];
    }
    for (int channel = 0; channel < biases.length; channel++) {
      biases[channel] = (float) (biases[channel] - sums[channel]);
    }
    return biases;
  }

  private void use(String scope) throws IOException {
    if (!scope.equals(lastScope)) {
      int channels = folded.read(scope + BIASES).length;
      lastKernel = folded.read(scope + KERNEL);
      lastMaxima = maxima(lastKernel, channels);
      lastScope = scope;
    }
  }

  private static float[] maxima(float[] kernel, int channels) {
    float[] maxima = new float[channels];
    for (int i = 0; i < kernel.length; i++) {
      maxima[i % channels] = Math.max(maxima[i % channels], Math.abs(kernel[i]));
    }
    for (int channel = 0; channel < channels; channel++) {
      if (maxima[channel] < NEGLIGIBLE) {
        maxima[channel] = 1; // a scale that cannot overflow
      }
    }
    return maxima;
  }
}
