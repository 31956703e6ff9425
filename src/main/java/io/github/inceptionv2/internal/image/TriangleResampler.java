package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Placement;
import java.util.Arrays;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;

/**
 * Resamples with the triangle filter, using memory that depends only on the output's size.
 *
 * <p>TensorFlow's {@code ScaleAndTranslate} keeps an image of floats with the output's height and
 * the input's width, which needs 5 GB for a row of two million pixels, and never returns that
 * memory to the system. If the image is wider than the output, this class reduces it row by row;
 * otherwise, it reduces the height first. The results differ from TensorFlow's only by rounding.
 */
final class TriangleResampler {

  private static final int PIXELS_AT_ONCE = 1 << 14;

  private final Upright image;
  private final ByteDataBuffer bytes;
  private final long origin;
  private final long rowLength;
  private final TriangleAxis rows;
  private final TriangleAxis columns;

  private final byte[] stored;
  private final float[] levels;

  /** Creates a resampler that works in stored order; its result is turned afterwards. */
  private TriangleResampler(Upright image, Placement from, int height, int width) {
    Orientation turn = image.turn();
    this.image = image;
    this.bytes = image.bytes();
    this.rowLength = 3 * image.stored().shape().get(1);
    // The corner of the crop that is stored first.
    int top = from.top() + (turn.flipsRows() ? from.height() - 1 : 0);
    int left = from.left() + (turn.flipsColumns() ? from.width() - 1 : 0);
    this.origin = image.position(top, left);
    TriangleAxis vertical =
        new TriangleAxis(from.height(), height, from.vertical(), turn.flipsRows());
    TriangleAxis horizontal =
        new TriangleAxis(from.width(), width, from.horizontal(), turn.flipsColumns());
    this.rows = turn.transposes() ? horizontal : vertical;
    this.columns = turn.transposes() ? vertical : horizontal;
    int most = 3 * Math.max(PIXELS_AT_ONCE, columns.outputs());
    this.stored = new byte[most];
    this.levels = new float[most];
  }

  /**
   * Returns RGB values from 0 to 255 in the given size; pixels without inputs are black.
   *
   * @param from a placement on the turned image
   */
  static float[] resample(Upright image, Placement from, int height, int width) {
    TriangleResampler resampler = new TriangleResampler(image, from, height, width);
    return resampler.turned(resampler.resample(), height, width);
  }

  private float[] resample() {
    float[] out = new float[Math.multiplyExact(3 * columns.outputs(), rows.outputs())];
    if (columns.last() < 0 || rows.last() < 0) {
      return out;
    }
    int begin = columns.begin(columns.first());
    int end = columns.end(columns.last());
    if (end - begin > columns.outputs()) {
      float[] row = new float[3 * columns.outputs()];
      addRows(out, row.length, y -> reduced(y, begin, end, row));
    } else {
      int length = 3 * (end - begin);
      float[] reduced = new float[Math.multiplyExact(length, rows.outputs())];
      addRows(reduced, length, y -> read(y, begin, end));
      for (int y = rows.first(); y <= rows.last(); y++) {
        System.arraycopy(reduced, y * length, levels, 0, length);
        addColumns(begin, end, out, 3 * y * columns.outputs());
      }
    }
    return out;
  }

  /** Returns the colour levels of a row of the input. */
  private interface RowReader {
    float[] read(int row);
  }

  /**
   * Adds each input row, weighted, to the output rows that it falls into.
   *
   * @param length the number of values in a row
   */
  private void addRows(float[] out, int length, RowReader reader) {
    int next = rows.first();
    int end = rows.end(rows.last());
    for (int y = rows.begin(next); y < end; y++) {
      while (rows.end(next) <= y) {
        next++;
      }
      float[] row = rows.begin(next) <= y ? reader.read(y) : null;
      for (int to = next; to <= rows.last() && rows.begin(to) <= y; to++) {
        add(row, rows.share(to, y), out, to * length, length);
      }
    }
  }

  private static void add(float[] row, float share, float[] out, int at, int length) {
    for (int i = 0; i < length; i++) {
      out[at + i] += share * row[i];
    }
  }

  /** Returns a row reduced to the output's columns. */
  private float[] reduced(int y, int begin, int end, float[] row) {
    Arrays.fill(row, 0);
    for (int from = begin; from < end; from += PIXELS_AT_ONCE) {
      int to = Math.min(end, from + PIXELS_AT_ONCE);
      read(y, from, to);
      addColumns(from, to, row, 0);
    }
    return row;
  }

  private float[] read(int y, int from, int to) {
    int length = 3 * (to - from);
    bytes.offset(origin + y * rowLength + 3L * from).read(stored, 0, length);
    for (int i = 0; i < length; i++) {
      levels[i] = stored[i] & 0xff;
    }
    return levels;
  }

  /** Adds the columns that were read, weighted, to the output row at index {@code at}. */
  private void addColumns(int from, int to, float[] out, int at) {
    int x = columns.first();
    while (x <= columns.last() && columns.end(x) <= from) {
      x++;
    }
    for (; x <= columns.last() && columns.begin(x) < to; x++) {
      float red = 0;
      float green = 0;
      float blue = 0;
      int end = Math.min(to, columns.end(x));
      for (int i = Math.max(from, columns.begin(x)), k = 3 * (i - from); i < end; i++, k += 3) {
        float share = columns.share(x, i);
        red += share * levels[k];
        green += share * levels[k + 1];
        blue += share * levels[k + 2];
      }
      out[at + 3 * x] += red;
      out[at + 3 * x + 1] += green;
      out[at + 3 * x + 2] += blue;
    }
  }

  /** Turns pixels that were resampled in stored order. */
  private float[] turned(float[] pixels, int height, int width) {
    Orientation turn = image.turn();
    if (turn.equals(Orientation.NONE)) {
      return pixels;
    }
    float[] out = new float[pixels.length];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int y = turn.flipsRows() ? height - 1 - row : row;
        int x = turn.flipsColumns() ? width - 1 - column : column;
        int from = turn.transposes() ? x * height + y : y * width + x;
        System.arraycopy(pixels, 3 * from, out, 3 * (row * width + column), 3);
      }
    }
    return out;
  }
}
