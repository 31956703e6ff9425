package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Placement;
import io.github.inceptionv2.internal.image.Resampling.Scale;
import io.github.inceptionv2.internal.runtime.Values;
import java.util.Arrays;

/**
 * One number for each cell of an endpoint, and how the cells lie over the photograph of which the
 * network's input was made.
 *
 * <p>The cells divide the input evenly. This is how such maps are usually shown; the pixels that a
 * cell looks at reach far beyond it, and their middle lies up to half a cell further down and to
 * the right, as the padding of an even size is at the end.
 *
 * @param values rows from top to bottom
 * @param how the photograph became the input
 * @param inputHeight in pixels, and {@code inputWidth} likewise
 */
public record HeatMap(
    float[] values, int height, int width, Resampling how, int inputHeight, int inputWidth) {

  /** A map of shape [height, width] over a photograph. */
  public static HeatMap of(Values map, Resampling how, int inputHeight, int inputWidth) {
    int height = Math.toIntExact(map.shape().get(0));
    int width = Math.toIntExact(map.shape().get(1));
    return new HeatMap(map.values(), height, width, how, inputHeight, inputWidth);
  }

  /** A map of shape [height, width] over an input that was not made of a photograph. */
  public static HeatMap ofInput(Values map, int inputHeight, int inputWidth) {
    return of(map, Resampling.EXACT, inputHeight, inputWidth);
  }

  /**
   * The map at each pixel of the photograph: bilinear between the middles of the cells, and 0 where
   * the photograph did not enter the network.
   *
   * @param photoHeight in pixels, and {@code photoWidth} likewise
   */
  public float[] over(int photoHeight, int photoWidth) {
    Placement from = how.place(photoHeight, photoWidth, inputHeight, inputWidth);
    double[] rows = cells(photoHeight, from.top(), from.vertical(), inputHeight, height);
    double[] columns = cells(photoWidth, from.left(), from.horizontal(), inputWidth, width);
    float[] over = new float[Math.multiplyExact(photoHeight, photoWidth)];
    for (int y = 0; y < photoHeight; y++) {
      for (int x = 0; rows[y] >= 0 && x < photoWidth; x++) {
        if (columns[x] >= 0) {
          over[y * photoWidth + x] = (float) at(rows[y], columns[x]);
        }
      }
    }
    return over;
  }

  /** For each pixel along one side the cell it lies in, with a fraction; -1 if in none. */
  private static double[] cells(int pixels, int begin, Scale scale, int input, int cells) {
    double[] found = new double[pixels];
    Arrays.fill(found, -1);
    for (int i = 0; i < pixels; i++) {
      double position = scale.factor() * (i + 0.5 - begin) + scale.offset();
      if (position >= 0 && position <= input) {
        double cell = position / input * cells - 0.5;
        found[i] = Math.max(0, Math.min(cells - 1, cell));
      }
    }
    return found;
  }

  private double at(double row, double column) {
    int top = (int) row;
    int left = (int) column;
    double upper = along(top, left, column - left);
    double lower = along(Math.min(height - 1, top + 1), left, column - left);
    return upper + (row - top) * (lower - upper);
  }

  private double along(int row, int left, double share) {
    double first = values[row * width + left];
    double second = values[row * width + Math.min(width - 1, left + 1)];
    return first + share * (second - first);
  }
}
