package io.github.inceptionv2.internal.network;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Mixed;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.List;

/**
 * The centres of an endpoint's receptive fields along one side of the input. The receptive field of
 * position {@code i} is centred at {@code first + i * step}, in pixels from the edge; the first
 * pixel ends at 1.
 *
 * <p>For an even size, SAME padding adds one more zero at the end than at the start. Each halving
 * therefore shifts the centres by half a position of its input. For an input of 224 pixels, this
 * shift is 15.5 pixels in total at {@code Mixed_5c}.
 */
public record CellCentres(double first, double step) {

  /**
   * Returns the centres of the layer called {@code endpoint} for an input of {@code size} pixels.
   */
  public static CellCentres of(String endpoint, int size) {
    Side side = new Side(size, new CellCentres(0.5, 1));
    for (Layer layer : Architecture.LAYERS) {
      side = side.after(layer);
      if (layer.name().equals(endpoint)) {
        return side.centres();
      }
    }
    throw new IllegalArgumentException("unknown layer \"" + endpoint + "\"");
  }

  /** The size of one side after some of the layers, and the centres of its positions. */
  private record Side(int size, CellCentres centres) {

    Side after(Layer layer) {
      if (layer instanceof SeparableConvolution stem) {
        return after(stem.kernel(), stem.stride());
      } else if (layer instanceof Convolution convolution) {
        return after(convolution.kernel(), convolution.stride());
      } else if (layer instanceof Pool pool) {
        return after(3, pool.stride());
      }
      // All branches of a module have the same centres, so the first branch is enough.
      List<Layer> branch = ((Mixed) layer).branches().get(0);
      Side side = this;
      for (Layer inner : branch) {
        side = side.after(inner);
      }
      return side;
    }

    private Side after(int kernel, int stride) {
      int cells = (size + stride - 1) / stride;
      int padding = Math.max(0, (cells - 1) * stride + kernel - size);
      double middle = (kernel - 1) / 2.0 - padding / 2;
      double first = centres.first() + middle * centres.step();
      return new Side(cells, new CellCentres(first, stride * centres.step()));
    }
  }
}
