package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.View.Region;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;

/**
 * Interpolates between the four neighbours of each output pixel, bit for bit as TensorFlow's {@code
 * ResizeBilinear} does.
 *
 * <p>TensorFlow needs a copy of the crop, and one or two more to turn an image upright, and never
 * returns that memory to the system. This class needs only few pixels, so it reads them in place.
 */
final class BilinearResampler {

  /** The maximum size of a row that is read in one call. */
  private static final int MAX_ROW_BYTES = 1 << 18;

  private static final float BYTE_SCALE = 1f / 255;

  private final ByteDataBuffer bytes;
  private final Axis rows;
  private final Axis columns;
  private final long origin;
  private final long rowStep;
  private final long columnStep;
  private final byte[] wholeRow;

  /** The two most recently read rows. */
  private final float[][] read;

  private final int[] readRows = {-1, -1};

  private BilinearResampler(Upright image, Region crop, Axis rows, Axis columns) {
    this.bytes = image.bytes();
    this.rows = rows;
    this.columns = columns;
    this.origin = image.position(crop.top(), crop.left());
    this.rowStep = image.position(crop.top() + 1, crop.left()) - origin;
    this.columnStep = image.position(crop.top(), crop.left() + 1) - origin;
    boolean isWholeRow = columnStep == 3 && 3L * crop.width() <= MAX_ROW_BYTES;
    this.wholeRow = isWholeRow ? new byte[3 * crop.width()] : null;
    this.read = new float[2][3 * columns.lower.length];
  }

  /**
   * The two neighbours of each output position and the weight of the second one, from 0 to 1. Names
   * and arithmetic follow TensorFlow's {@code compute_interpolation_weights}.
   */
  private record Axis(int[] lower, int[] upper, float[] lerp) {

    static Axis of(int in, int out, Filter filter) {
      Axis axis = new Axis(new int[out], new int[out], new float[out]);
      float scale = in / (float) out;
      for (int i = 0; i < out; i++) {
        float at = filter == Filter.BILINEAR ? (i + 0.5f) * scale - 0.5f : i * scale;
        float floor = (float) Math.floor(at);
        axis.lower[i] = Math.max(0, Math.min(in - 1, (int) floor));
        axis.upper[i] = Math.min(in - 1, (int) Math.ceil(at));
        axis.lerp[i] = at - floor;
      }
      return axis;
    }
  }

  /** Resamples a crop of {@code image} to the given size and writes RGB values in [0,1]. */
  static void resample(
      Upright image, Region crop, Filter filter, int height, int width, FloatDataBuffer out) {
    Axis rows = Axis.of(crop.height(), height, filter);
    Axis columns = Axis.of(crop.width(), width, filter);
    new BilinearResampler(image, crop, rows, columns).resample(out);
  }

  private void resample(FloatDataBuffer out) {
    float[] row = new float[read[0].length];
    for (int y = 0; y < rows.lower.length; y++) {
      float[] top = row(rows.lower[y], rows.upper[y]);
      float[] bottom = row(rows.upper[y], rows.lower[y]);
      float lerp = rows.lerp[y];
      for (int x = 0; x < row.length; x++) {
        row[x] = (top[x] + (bottom[x] - top[x]) * lerp) * BYTE_SCALE;
      }
      out.offset((long) y * row.length).write(row);
    }
  }

  /** Returns a row resampled along its columns; row number {@code kept} is not overwritten. */
  private float[] row(int row, int kept) {
    for (int i = 0; i < 2; i++) {
      if (readRows[i] == row) {
        return read[i];
      }
    }
    int free = readRows[0] == kept ? 1 : 0;
    readRows[free] = row;
    fill(read[free], row);
    return read[free];
  }

  private void fill(float[] to, int row) {
    long begin = origin + row * rowStep;
    if (wholeRow != null) {
      bytes.offset(begin).read(wholeRow);
      fill(to, wholeRow, columns);
      return;
    }
    for (int x = 0, i = 0; x < columns.lower.length; x++) {
      float lerp = columns.lerp[x];
      for (int c = 0; c < 3; c++) {
        float left = level(begin, columns.lower[x], c);
        float right = level(begin, columns.upper[x], c);
        to[i++] = left + (right - left) * lerp;
      }
    }
  }

  /**
   * Resamples a row. Every photograph goes through this loop, so it uses local variables, which the
   * JIT need not reload.
   */
  private static void fill(float[] to, byte[] row, Axis columns) {
    int[] lower = columns.lower;
    int[] upper = columns.upper;
    float[] lerps = columns.lerp;
    for (int x = 0, i = 0; x < lerps.length; x++, i += 3) {
      int left = 3 * lower[x];
      int right = 3 * upper[x];
      float lerp = lerps[x];
      float red = row[left] & 0xff;
      float green = row[left + 1] & 0xff;
      float blue = row[left + 2] & 0xff;
      to[i] = red + ((row[right] & 0xff) - red) * lerp;
      to[i + 1] = green + ((row[right + 1] & 0xff) - green) * lerp;
      to[i + 2] = blue + ((row[right + 2] & 0xff) - blue) * lerp;
    }
  }

  private int level(long row, int column, int channel) {
    return bytes.getByte(row + column * columnStep + channel) & 0xff;
  }
}
