package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;

/** Reads images as the library does, for the benchmark: stretched to 224 x 224. */
public final class DecodeBenchmarkAccess implements AutoCloseable {

  private final ImagePipeline pipeline = ImagePipeline.open(ImageSettings.DEFAULT);

  /** Returns 224 x 224 x RGB in [0,1]. */
  public float[] read(byte[] file) throws Exception {
    try (ImageBatch batch =
        pipeline.prepare(new ImageData.Encoded(file), View.ALL, Resampling.EXACT, 224, 224)) {
      return Tensors.toFloats(batch.tensor());
    }
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
