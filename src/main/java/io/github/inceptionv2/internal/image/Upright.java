package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.View.Region;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.TUint8;

/**
 * Decoded pixels and the turn that makes them upright. Rows and columns are those of the turned
 * image.
 *
 * <p>The pixels stay in stored order, because turning them would need two more copies of the image.
 *
 * @param stored RGB, shape [height, width, 3]; not closed by this class
 * @param ratio the divisor of the size at which the image was decoded
 * @param isIncomplete true if some pixels are gray because the file is truncated
 */
record Upright(TUint8 stored, Orientation turn, int ratio, boolean isIncomplete) {

  /** Creates the pixels of a complete image. */
  Upright(TUint8 stored, Orientation turn, int ratio) {
    this(stored, turn, ratio, false);
  }

  int height() {
    return storedSide(turn.transposes() ? 1 : 0);
  }

  int width() {
    return storedSide(turn.transposes() ? 0 : 1);
  }

  private int storedSide(int axis) {
    return (int) stored.shape().get(axis);
  }

  Region region(View view) throws UnreadableImageException {
    return view.of(height(), width(), ratio);
  }

  /** Returns the stored bytes, three per pixel, in the tensor's memory. */
  ByteDataBuffer bytes() {
    return stored.asRawTensor().data();
  }

  /** Returns the index in {@link #bytes} of a pixel's first byte. */
  long position(int row, int column) {
    long y = turn.flipsRows() ? height() - 1L - row : row;
    long x = turn.flipsColumns() ? width() - 1L - column : column;
    return 3 * (turn.transposes() ? x * storedSide(1) + y : y * storedSide(1) + x);
  }
}
