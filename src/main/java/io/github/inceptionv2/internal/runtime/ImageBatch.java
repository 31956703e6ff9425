package io.github.inceptionv2.internal.runtime;

import java.util.List;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.TFloat32;

/**
 * Images of one size in native memory: float32 RGB in [0,1], shape [count, height, width, 3].
 *
 * @param tensor owned by this batch
 * @param isIncomplete true if part of an image is gray because its file is truncated
 */
public record ImageBatch(TFloat32 tensor, boolean isIncomplete) implements AutoCloseable {

  /** Creates a batch of complete images. */
  public ImageBatch(TFloat32 tensor) {
    this(tensor, false);
  }

  /** Joins batches of the same image size into a new batch. The caller still owns {@code parts}. */
  public static ImageBatch join(List<ImageBatch> parts) {
    int count = parts.stream().mapToInt(ImageBatch::count).sum();
    ImageBatch first = parts.get(0);
    TFloat32 joined = Tensors.emptyFloats(count, first.height(), first.width(), 3);
    ByteDataBuffer to = joined.asRawTensor().data();
    long offset = 0;
    for (ImageBatch part : parts) {
      ByteDataBuffer from = part.tensor.asRawTensor().data();
      from.copyTo(to.offset(offset), from.size());
      offset += from.size();
    }
    return new ImageBatch(joined);
  }

  /**
   * Copies the images from {@code start} (inclusive) to {@code end} (exclusive) into a new batch.
   */
  public ImageBatch part(int start, int end) {
    TFloat32 part = Tensors.emptyFloats(end - start, height(), width(), 3);
    ByteDataBuffer from = tensor.asRawTensor().data();
    long imageBytes = from.size() / count();
    long size = (end - start) * imageBytes;
    from.slice(start * imageBytes, size).copyTo(part.asRawTensor().data(), size);
    return new ImageBatch(part);
  }

  /** Returns the number of images. */
  public int count() {
    return Math.toIntExact(tensor.shape().get(0));
  }

  /** Returns the height in pixels. */
  public int height() {
    return Math.toIntExact(tensor.shape().get(1));
  }

  /** Returns the width in pixels. */
  public int width() {
    return Math.toIntExact(tensor.shape().get(2));
  }

  @Override
  public void close() {
    tensor.close();
  }
}
