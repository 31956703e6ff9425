package io.github.inceptionv2.internal.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;

/**
 * The order in which a PNG stores its rows: from top to bottom, or in the seven passes of Adam7,
 * each of which refines the image.
 */
final class PngRows {

  private static final byte GRAY = (byte) 128;

  /** The first column and row of each pass, and the distances between its columns and rows. */
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] PLAIN = {{0, 0, 1, 1}};

  /**
   * The rows of one pass.
   *
   * @param grid the first column, the first row, the distance between columns, the distance between
   *     rows
   * @param start the number of bytes of all earlier passes
   */
  private record Pass(int[] grid, int rows, long rowBytes, long start) {

    /** Returns the number of bytes of this pass and all earlier passes. */
    long end() {
      return start + rows * rowBytes;
    }

    boolean holds(int column, int row) {
      return row >= grid[1]
          && column >= grid[0]
          && (row - grid[1]) % grid[3] == 0
          && (column - grid[0]) % grid[2] == 0;
    }

    /** Returns true if the first {@code count} bytes contain the complete row. */
    boolean hasRow(int row, long count) {
      return start + ((row - grid[1]) / grid[3] + 1) * rowBytes <= count;
    }
  }

  private final int width;
  private final int height;
  private final List<Pass> passes = new ArrayList<>();

  private PngRows(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Creates rows for the bit depth, colour type and interlacing in the file's header. */
  static PngRows of(ImageHeader header, int depth, int colour, int interlacing) {
    PngRows rows = new PngRows(header.width(), header.height());
    long start = 0;
    for (int[] grid : interlacing == 1 ? ADAM7 : PLAIN) {
      int columns = count(header.width(), grid[0], grid[2]);
      int count = columns == 0 ? 0 : count(header.height(), grid[1], grid[3]);
      long bits = (long) columns * (depth & 0xff) * samples(colour);
      Pass pass = new Pass(grid, count, 1 + (bits + 7) / 8, start);
      rows.passes.add(pass);
      start = pass.end();
    }
    return rows;
  }

  private static int count(int side, int first, int distance) {
    return Math.max(0, (side - first + distance - 1) / distance);
  }

  private static int samples(int colour) {
    return switch (colour) {
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 1;
    };
  }

  /** Returns the number of bytes of all rows, including one filter byte for each row. */
  long byteCount() {
    return passes.get(passes.size() - 1).end();
  }

  /** Returns true if the first {@code count} bytes contain the complete first row. */
  boolean haveFirst(long count) {
    return passes.get(0).hasRow(0, count);
  }

  /**
   * Paints the pixels that the first {@code count} bytes lack, in gray or with the nearest pixel of
   * an earlier pass.
   */
  void paintFrom(long count, ByteDataBuffer rgb) {
    for (int row = 0; row < height; row++) {
      if (passes.size() > 1) {
        refine(row, count, rgb);
      } else if (!passes.get(0).hasRow(row, count)) {
        byte[] gray = new byte[3 * width];
        Arrays.fill(gray, GRAY);
        rgb.offset(3L * row * width).write(gray);
      }
    }
  }

  private void refine(int row, long count, ByteDataBuffer rgb) {
    byte[] to = read(row, rgb);
    byte[][] above = new byte[8][];
    for (int column = 0; column < width; column++) {
      int level = 6;
      while (level >= 0 && !isThere(column & ~gap(level, 0), row & ~gap(level, 1), count)) {
        level--;
      }
      if (level < 0) {
        Arrays.fill(to, 3 * column, 3 * column + 3, GRAY);
      } else {
        int gap = row & gap(level, 1);
        above[gap] = above[gap] == null ? read(row - gap, rgb) : above[gap];
        System.arraycopy(above[gap], 3 * (column & ~gap(level, 0)), to, 3 * column, 3);
      }
    }
    rgb.offset(3L * row * width).write(to);
  }

  /** Returns the low bits of columns (axis 0) or rows (axis 1) that are 0 up to this pass. */
  private static int gap(int pass, int axis) {
    int[][] gaps = {{7, 7}, {3, 7}, {3, 3}, {1, 3}, {1, 1}, {0, 1}, {0, 0}};
    return gaps[pass][axis];
  }

  private boolean isThere(int column, int row, long count) {
    for (Pass pass : passes) {
      if (pass.holds(column, row)) {
        return pass.hasRow(row, count);
      }
    }
    return false;
  }

  private byte[] read(int row, ByteDataBuffer rgb) {
    byte[] pixels = new byte[3 * width];
    rgb.offset(3L * row * width).read(pixels);
    return pixels;
  }
}
