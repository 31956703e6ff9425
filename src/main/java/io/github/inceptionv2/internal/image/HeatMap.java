package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Placement;
import io.github.inceptionv2.internal.image.Resampling.Scale;
import java.util.Arrays;

/**
 * One number for each cell of an endpoint, and how the cells lie over the photograph of which the
 * network's input was made.
 *
 * @param values rows from top to bottom
 * @param how the photograph became the input
 */
public record HeatMap(float[] values, Side rows, Side columns, Resampling how) {

  /**
   * One side of the input and the cells along it.
   *
   * @param input in pixels
   * @param first where the middle of the first cell lies, in pixels from the edge
   * @param step from the middle of one cell to that of the next, in pixels
   */
  public record Side(int input, int cells, double first, double step) {

    /** The cell at a place in pixels from the edge, with a fraction; beyond the last, the last. */
    private double cell(double place) {
      return Math.max(0, Math.min(cells - 1, (place - first) / step));
    }
  }

  /** A map over an input that was not made of a photograph. */
  public static HeatMap ofInput(float[] values, Side rows, Side columns) {
    return new HeatMap(values, rows, columns, Resampling.EXACT);
  }

  /**
   * The map at each pixel of the photograph: bilinear between the middles of the cells, and 0 where
   * the photograph did not enter the network.
   *
   * @param photoHeight in pixels, and {@code photoWidth} likewise
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

  /** For each pixel along one side the cell it lies in, with a fraction; -1 if in none. */
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
