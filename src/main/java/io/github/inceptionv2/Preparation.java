package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.ImagePipeline;
import io.github.inceptionv2.internal.image.Resampling;
import io.github.inceptionv2.internal.image.UnreadableImageException;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import java.io.IOException;

/** Makes the network's input of images, by the settings a model was opened with. */
final class Preparation implements AutoCloseable {

  /** From 16 of 224x224 on, more at once bring little speed, and cost 12 MB each. */
  private static final int MAX_BATCH = 16;

  private static final long MAX_BATCH_PIXELS = MAX_BATCH * 224L * 224;
  private static final int VIEWS_OF_TEN = 10;

  private final ImagePipeline pipeline;
  private final Preprocessing preprocessing;
  private final ImageSize size;
  private final Crops crops;

  Preparation(ImageOptions images, Preprocessing preprocessing, ImageSize size, Crops crops) {
    this.preprocessing = preprocessing;
    this.size = size;
    this.crops = crops;
    if ((long) size.height() * size.width() * views() > ImageSize.MAX_PIXELS) {
      throw new IllegalArgumentException(
          "ten crops of "
              + size
              + " are too large; expected at most "
              + ImageSize.MAX_PIXELS
              + " pixels in all ten");
    }
    this.pipeline = ImagePipeline.open(images.settings());
  }

  /** The size at which {@code image} enters the network. */
  ImageSize size(ImageSource image) {
    return image.size(size);
  }

  /** How many images are best computed at once that enter the network at {@code size}. */
  int maxBatch(ImageSize size) {
    long pixels = (long) size.height() * size.width() * views();
    return (int) Math.max(1, Math.min(MAX_BATCH, MAX_BATCH_PIXELS / pixels));
  }

  private int views() {
    return crops == Crops.TEN ? VIEWS_OF_TEN : 1;
  }

  /**
   * Returns the views of one image, which the caller closes.
   *
   * @throws ImageDecodeException if it cannot be decoded
   */
  ImageBatch prepare(ImageSource image) throws IOException {
    Resampling how = preprocessing.resampling();
    try {
      return crops == Crops.TEN
          ? pipeline.prepareTen(image.data(), image.view(), how, size.height(), size.width())
          : pipeline.prepare(image.data(), image.view(), how, size.height(), size.width());
    } catch (UnreadableImageException e) {
      throw new ImageDecodeException(image.name(), e.getMessage(), e.getCause());
    }
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
