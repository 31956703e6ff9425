package io.github.inceptionv2.benchmark;

import static io.github.inceptionv2.benchmark.Contender.SIZE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Images in the layout of ONNX and PyTorch: all red values, then all green, then all blue. */
final class ChannelsFirst {

  /** Number of values in one image. */
  static final int IMAGE = 3 * SIZE * SIZE;

  private ChannelsFirst() {}

  /** Allocates native memory for {@code count} images. */
  static FloatBuffer allocate(int count) {
    return ByteBuffer.allocateDirect(count * IMAGE * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** Converts images that are stored pixel by pixel. */
  static FloatBuffer of(List<float[]> images) {
    FloatBuffer buffer = allocate(images.size());
    for (float[] rgb : images) {
      float[] planes = new float[IMAGE];
      for (int i = 0; i < IMAGE; i++) {
        planes[i % 3 * SIZE * SIZE + i / 3] = rgb[i];
      }
      buffer.put(planes);
    }
    return buffer.flip();
  }
}
