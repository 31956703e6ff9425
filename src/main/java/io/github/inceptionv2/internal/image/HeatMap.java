package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Placement;
import io.github.inceptionv2.internal.image.Resampling.Scale;
import java.util.Arrays;

/**
 * One value for each position of an endpoint's feature map, and the places of these positions on
 * the photograph from which the network's input was made.
 *
 * @param values rows from top to bottom
 * @param how the resampling of the photograph to the input
 */
public record HeatMap(float[] values, Side rows, Side columns, Resampling how) {

  /**
   * One side of the input, and the positions along it.
   *
   * @param input the size of the input in pixels
   * @param first the centre of the first position, in pixels from the edge
   * @param step the distance between the centres of adjacent positions, in pixels
   */
  public record Side(int input, int cells, double first, double step) {

    /**
     * Returns the fractional index of the position at {@code place}, in pixels from the edge,
     * clamped to the existing positions.
     */
    private double cell(double place) {
      return Math.max(0, Math.min(cells - 1, (place - first) / step));
    }
  }

  /** Returns a heat map of an input that was not made from a photograph. */
  public static HeatMap ofInput(float[] values, Side rows, Side columns) {
    return new HeatMap(values, rows, columns, Resampling.EXACT);
  }

  /**
   * Returns the value at each pixel of the photograph, interpolated bilinearly between the centres
   * of positions; 0 for pixels that did not enter the network.
   *
   * @param photoHeight the photograph's height in pixels
   * @param photoWidth the photograph's width in pixels
   */
  public float[] over(int photoHeight, int photoWidth) {
    Placement from = how.place(photoHeight, photoWidth, rows.input(), columns.input());
    double[] down = cells(photoHeight, from.top(), from.vertical(), rows);
    double[] across = cells(photoWidth, from.left(), from.horizontal(), columns);
    float[] over = new float[Math.multiplyExact(photoHeight, photoWidth)];
    for (int y = 0; y < photoHeight; y++) {
      for (int x = 0; down[y] >= 0 && x < photoWidth; x++) {
        if (across[x] >= 0) {
          over[y * photoWidth + x] = (float) at(down[y], across[x]);
        }
      }
    }
    return over;
  }

  /** Returns the fractional position of each pixel along one side; -1 outside the input. */
  private static double[] cells(int pixels, int begin, Scale scale, Side side) {
    double[] found = new double[pixels];
    Arrays.fill(found, -1);
    for (int i = 0; i < pixels; i++) {
      double place = scale.factor() * (i + 0.5 - begin) + scale.offset();
      if (place >= 0 && place <= side.input()) {
        found[i] = side.cell(place);
      }
    }
    return found;
  }

  private double at(double row, double column) {
    int top = (int) row;
    int left = (int) column;
    double upper = along(top, left, column - left);
    double lower = along(Math.min(rows.cells() - 1, top + 1), left, column - left);
    return upper + (row - top) * (lower - upper);
  }

  private double along(int row, int left, double share) {
    double first = values[row * columns.cells() + left];
    double second = values[row * columns.cells() + Math.min(columns.cells() - 1, left + 1)];
    return first + share * (second - first);
  }
}
