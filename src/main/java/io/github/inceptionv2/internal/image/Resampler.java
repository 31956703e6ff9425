package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Placement;
import io.github.inceptionv2.internal.image.View.Region;
import io.github.inceptionv2.internal.runtime.Events;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Resizes crops of decoded images by a method that needs little memory.
 *
 * <p>Thread-safe.
 */
final class Resampler {

  /**
   * The maximum number of bytes that TensorFlow may need in addition to the pixels. The limit is
   * enough for a photograph of 12 megapixels. TensorFlow's allocator never returns memory to the
   * system.
   */
  private static final long MAX_TENSORFLOW_BYTES = 40L << 20;

  private static final float BYTE_SCALE = 1f / 255;

  private final GraphSession session;

  /**
   * Creates a resampler that uses a session of an {@link ImageGraph}; the caller closes the
   * session.
   */
  Resampler(GraphSession session) {
    this.session = session;
  }

  /** Returns a batch of one image, which the caller closes. */
  ImageBatch resample(Upright image, Region region, Resampling how, int height, int width) {
    if (!Events.areRecorded()) {
      return resampleUnrecorded(image, region, how, height, width);
    }
    Events.Preprocess event = new Events.Preprocess();
    event.height = height;
    event.width = width;
    event.begin();
    ImageBatch resampled = resampleUnrecorded(image, region, how, height, width);
    event.commit();
    return resampled;
  }

  private ImageBatch resampleUnrecorded(
      Upright image, Region region, Resampling how, int height, int width) {
    Placement from =
        how.place(region.height(), region.width(), height, width)
            .movedBy(region.top(), region.left());
    if (!how.filter().isAntialiased()) {
      Region crop = new Region(from.left(), from.top(), from.width(), from.height());
      return bilinear(image, crop, how.filter(), height, width);
    }
    return tensorFlowBytes(image, from, height) <= MAX_TENSORFLOW_BYTES
        ? antialiasedByTensorFlow(image, from, how.filter(), height, width)
        : antialiased(image, from, how.filter(), height, width);
  }

  /** Resizes without antialiasing. Returns a batch of one image, which the caller closes. */
  static ImageBatch bilinear(Upright image, Region crop, Filter filter, int height, int width) {
    TFloat32 out = Tensors.emptyFloats(1, height, width, 3);
    try {
      BilinearResampler.resample(
          image, crop, filter, height, width, out.asRawTensor().data().asFloats());
      return new ImageBatch(out);
    } catch (Throwable e) {
      out.close();
      throw e;
    }
  }

  private static ImageBatch antialiased(
      Upright image, Placement from, Filter filter, int height, int width) {
    float[] levels = TriangleResampler.resample(image, from, height, width);
    boolean isRounded = filter == Filter.ANTIALIASED_8_BIT;
    for (int i = 0; i < levels.length; i++) {
      float level = isRounded ? (float) Math.floor(levels[i] + 0.5f) : levels[i];
      levels[i] = level * BYTE_SCALE;
    }
    return batch(levels, height, width);
  }

  private static ImageBatch batch(float[] rgb, int height, int width) {
    return new ImageBatch(Tensors.of(rgb, 1, height, width, 3));
  }

  /**
   * Returns the number of bytes that TensorFlow needs for the turned image, the crop, the weights
   * and the intermediate image.
   */
  private static long tensorFlowBytes(Upright image, Placement from, int height) {
    long pixels = 3L * image.height() * image.width();
    long crop = 3L * from.height() * from.width();
    long weights = 8L * (from.height() + (long) from.width());
    long intermediate = 12L * height * from.width();
    boolean isTurned = !image.turn().equals(Orientation.NONE);
    return (isTurned ? 2 * pixels : 0) + (crop < pixels ? crop : 0) + weights + intermediate;
  }

  private ImageBatch antialiasedByTensorFlow(
      Upright image, Placement from, Filter filter, int height, int width) {
    if (image.turn().equals(Orientation.NONE)) {
      return resize(image.stored(), from, filter, height, width);
    }
    try (TUint8 turned = turned(image)) {
      return resize(turned, from, filter, height, width);
    }
  }

  private ImageBatch resize(TUint8 pixels, Placement from, Filter filter, int height, int width) {
    try (TInt32 begin = TInt32.vectorOf(from.top(), from.left(), 0);
        TInt32 extent = TInt32.vectorOf(from.height(), from.width(), 3);
        TInt32 size = TInt32.vectorOf(height, width);
        TFloat32 scale = TFloat32.vectorOf(from.vertical().factor(), from.horizontal().factor());
        TFloat32 offset = TFloat32.vectorOf(from.vertical().offset(), from.horizontal().offset())) {
      Map<String, Tensor> feeds =
          Map.of(
              ImageGraph.PIXELS, pixels,
              ImageGraph.CROP_BEGIN, begin,
              ImageGraph.CROP_SIZE, extent,
              ImageGraph.SIZE, size,
              ImageGraph.SCALE, scale,
              ImageGraph.OFFSET, offset);
      return new ImageBatch((TFloat32) fetch(feeds, ImageGraph.resized(filter)));
    }
  }

  /** Returns all pixels, turned upright, in a tensor that the caller closes. */
  TUint8 turned(Upright image) {
    Orientation turn = image.turn();
    int first = turn.transposes() ? 1 : 0;
    try (TInt32 order = TInt32.vectorOf(first, 1 - first, 2);
        TBool flips = TBool.vectorOf(turn.flipsRows(), turn.flipsColumns(), false)) {
      Map<String, Tensor> feeds =
          Map.of(
              ImageGraph.STORED, image.stored(), ImageGraph.ORDER, order, ImageGraph.FLIPS, flips);
      return (TUint8) fetch(feeds, ImageGraph.UPRIGHT);
    }
  }

  /** Computes one tensor, which the caller closes. */
  private Tensor fetch(Map<String, ? extends Tensor> feeds, String name) {
    return session.run(feeds, List.of(name), List.of()).get(0);
  }
}
