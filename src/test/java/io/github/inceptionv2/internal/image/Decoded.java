package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.runtime.NativeScope;
import java.io.IOException;
import org.tensorflow.types.TUint8;

/** An image as a pipeline decodes it: height x width x RGB, upright. */
record Decoded(byte[] rgb, int height, int width) {

  static Decoded of(ImagePipeline pipeline, ImageData data, View view)
      throws IOException, UnreadableImageException {
    try (NativeScope scope = new NativeScope();
        TUint8 pixels =
            pipeline.turned(pipeline.upright(data, view, Resampling.EXACT, 224, 224, scope))) {
      byte[] rgb = new byte[(int) pixels.size()];
      pixels.asRawTensor().data().read(rgb);
      return new Decoded(rgb, (int) pixels.shape().get(0), (int) pixels.shape().get(1));
    }
  }
}
