package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.View.Region;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.TUint8;

/**
 * Decoded pixels and how they are to be turned. Positions count rows and columns of the turned
 * image.
 *
 * <p>The pixels stay as they are stored: turning them would cost two more copies of the image.
 *
 * @param stored RGB, shape [height, width, 3]; stays its owner's
 * @param ratio by what the size was divided on decoding
 * @param isIncomplete whether some pixels are gray because the file ends early
 */
record Upright(TUint8 stored, Orientation turn, int ratio, boolean isIncomplete) {

  /** Pixels of a whole image. */
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

  /** The stored bytes, three for a pixel; shares the tensor's memory. */
  ByteDataBuffer bytes() {
    return stored.asRawTensor().data();
  }

  /** The index in {@link #bytes} of a pixel's first byte. */
  long position(int row, int column) {
    long y = turn.flipsRows() ? height() - 1L - row : row;
    long x = turn.flipsColumns() ? width() - 1L - column : column;
    return 3 * (turn.transposes() ? x * storedSide(1) + y : y * storedSide(1) + x);
  }
}
