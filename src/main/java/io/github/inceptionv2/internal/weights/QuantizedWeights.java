package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.network.QuantizedVariables;
import java.io.IOException;

/**
 * The values of a quantized network's variables, computed from those of the folded network: for
 * each output channel, the greatest weight becomes the greatest integer. Not thread-safe.
 */
public final class QuantizedWeights {

  private static final String KERNEL = "/weights";
  private static final int GREATEST_BYTE = 127;

  /** A channel whose weights are all below this counts as zeros. */
  private static final float NOTHING = 1e-20f;

  private final Source folded;
  private final int greatest;
  private String lastScope = "";
  private float[] lastKernel;
  private float[] lastMaxima;

  /**
   * Quantizes what {@code folded} has.
   *
   * @param greatest the greatest integer weight, at most 127
   */
  public QuantizedWeights(Source folded, int greatest) {
    this.folded = folded;
    this.greatest = greatest;
  }

  /** The values of a folded network's variables, in C order, in an array of the reader's own. */
  public interface Source {
    float[] read(String name) throws IOException;
  }

  /** Reads the values of the variable {@code name} in C order, integers as floats. */
  public float[] read(String name) throws IOException {
    int end = name.lastIndexOf('/');
    String scope = name.substring(0, end);
    return switch (name.substring(end)) {
      case QuantizedVariables.WEIGHTS -> weights(scope, false);
      case QuantizedVariables.ROUNDED -> weights(scope, true);
      case QuantizedVariables.MINIMUM -> ranges(scope, -1);
      case QuantizedVariables.MAXIMUM -> ranges(scope, 1);
      default -> folded.read(name);
    };
  }

  /** Changes the kernel that was read, which is needed no more: it is most of the memory. */
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

  /** The numbers that -127 and 127 stand for, whatever the greatest integer is. */
  private float[] ranges(String scope, int sign) throws IOException {
    use(scope);
    float[] ranges = new float[lastMaxima.length];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = (float) ((double) sign * lastMaxima[i] * GREATEST_BYTE / greatest);
    }
    return ranges;
  }

  private void use(String scope) throws IOException {
    if (!scope.equals(lastScope)) {
      int channels = folded.read(scope + "/biases").length;
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
      if (maxima[channel] < NOTHING) {
        maxima[channel] = 1; // a scale that nothing overflows with
      }
    }
    return maxima;
  }
}
