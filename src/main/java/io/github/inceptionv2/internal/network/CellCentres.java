package io.github.inceptionv2.internal.network;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Mixed;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.List;

/**
 * Where along one side of the input the cells of an endpoint look: the middle of cell {@code i}'s
 * receptive field is {@code first + i * step}, in pixels from the edge; the first pixel ends at 1.
 *
 * <p>SAME padding of an even size puts the odd cell at the end, so that each halving moves the
 * middles by half a cell of its input: at {@code Mixed_5c} of an input of 224 by 15.5 pixels in
 * all.
 */
public record CellCentres(double first, double step) {

  /** The centres of {@code endpoint}, one of the table's layers, for an input of {@code size}. */
  public static CellCentres of(String endpoint, int size) {
    Side side = new Side(size, new CellCentres(0.5, 1));
    for (Layer layer : Architecture.LAYERS) {
      side = side.after(layer);
      if (layer.name().equals(endpoint)) {
        return side.centres();
      }
    }
    throw new IllegalArgumentException("no layer is called \"" + endpoint + "\"");
  }

  /** One side on its way through the layers. */
  private record Side(int size, CellCentres centres) {

    Side after(Layer layer) {
      if (layer instanceof SeparableConvolution stem) {
        return after(stem.kernel(), stem.stride());
      } else if (layer instanceof Convolution convolution) {
        return after(convolution.kernel(), convolution.stride());
      } else if (layer instanceof Pool pool) {
        return after(3, pool.stride());
      }
      // All branches of a block lie alike; the first one's layers tell.
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
