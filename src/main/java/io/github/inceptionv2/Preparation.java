package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.HeatMap;
import io.github.inceptionv2.internal.image.ImageData;
import io.github.inceptionv2.internal.image.ImagePipeline;
import io.github.inceptionv2.internal.image.Resampling;
import io.github.inceptionv2.internal.image.UnreadableImageException;
import io.github.inceptionv2.internal.network.CellCentres;
import io.github.inceptionv2.internal.runtime.Devices;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.Values;
import java.io.IOException;

/** Turns images into the network's input, with the settings that a model was opened with. */
final class Preparation implements AutoCloseable {

  /** Batch limits count images of this many pixels. */
  private static final long USUAL_PIXELS = 224L * 224;

  private static final int VIEWS_OF_TEN = 10;

  private final ImagePipeline pipeline;
  private final ImageOptions images;
  private final Preprocessing preprocessing;
  private final ImageSize size;
  private final Crops crops;
  private final int maxBatchSize;
  private final Observer observer;

  /**
   * Opens a preparation.
   *
   * @throws DeviceUnavailableException if the device that {@code runtime} requires is not available
   * @throws NativeLibraryException if TensorFlow cannot be loaded
   */
  static Preparation open(
      ImageOptions images,
      Preprocessing preprocessing,
      ImageSize size,
      Crops crops,
      RuntimeOptions runtime,
      Observer observer) {
    try {
      Devices.check(runtime.session());
      return new Preparation(images, preprocessing, size, crops, runtime, observer);
    } catch (NativeException e) {
      throw NativeFailures.translate(e);
    }
  }

  private Preparation(
      ImageOptions images,
      Preprocessing preprocessing,
      ImageSize size,
      Crops crops,
      RuntimeOptions runtime,
      Observer observer) {
    this.images = images;
    this.preprocessing = preprocessing;
    this.size = size;
    this.crops = crops;
    this.maxBatchSize = runtime.maxBatchSize();
    this.observer = observer;
    if ((long) size.height() * size.width() * views() > ImageSize.MAX_PIXELS) {
      throw new IllegalArgumentException(
          "ten crops of "
              + size
              + " are too large; expected at most "
              + ImageSize.MAX_PIXELS
              + " pixels in all ten");
    }
    this.pipeline = ImagePipeline.open(images.settings(), runtime.session());
  }

  /** Returns the size at which images without a fixed size enter the network. */
  ImageSize size() {
    return size;
  }

  /** Returns the size at which {@code image} enters the network. */
  ImageSize size(ImageSource image) {
    return image.size(size);
  }

  /** Returns the maximum batch size for images that enter the network at {@code size}. */
  int maxBatch(ImageSize size) {
    return maxBatch((long) size.height() * size.width() * views());
  }

  /** Returns the maximum batch size for images like {@code images}. */
  int maxBatch(ImageBatch images) {
    return maxBatch((long) images.height() * images.width());
  }

  private int maxBatch(long pixels) {
    return (int) Math.max(1, Math.min(maxBatchSize, maxBatchSize * USUAL_PIXELS / pixels));
  }

  private int views() {
    return crops == Crops.TEN ? VIEWS_OF_TEN : 1;
  }

  /**
   * Returns the views of one image, which the caller closes.
   *
   * @throws ImageDecodeException if {@code image} cannot be decoded
   */
  ImageBatch prepare(ImageSource image) throws IOException {
    return prepare(image, crops);
  }

  /** Prepares an image as {@link #prepare} does, without notifying the observer. */
  ImageBatch prepareUnobserved(ImageSource image) throws IOException {
    return prepareUnobserved(image, crops);
  }

  /** Prepares an image as {@link #prepare} does, but always as a single view. */
  ImageBatch prepareOne(ImageSource image) throws IOException {
    return prepare(image, Crops.SINGLE);
  }

  private ImageBatch prepare(ImageSource image, Crops views) throws IOException {
    long start = System.nanoTime();
    boolean isReadable = false;
    try {
      ImageBatch prepared = prepareUnobserved(image, views);
      isReadable = true;
      return prepared;
    } finally {
      observer.prepared(start, isReadable);
    }
  }

  private ImageBatch prepareUnobserved(ImageSource image, Crops views) throws IOException {
    Resampling how = preprocessing.resampling();
    try {
      return views == Crops.TEN
          ? pipeline.prepareTen(image.data(), image.view(), how, size.height(), size.width())
          : pipeline.prepare(image.data(), image.view(), how, size.height(), size.width());
    } catch (UnreadableImageException e) {
      throw new ImageDecodeException(image.name(), e.getMessage(), e.getCause());
    }
  }

  /** Returns the options for reading images. */
  ImageOptions images() {
    return images;
  }

  /** Places a map over the part of {@code image} that {@link #prepareOne} uses. */
  HeatMap heat(ImageSource image, String endpoint, Values map) {
    ImageSize input = size(image);
    HeatMap.Side rows = side(endpoint, input.height(), map.shape().get(0));
    HeatMap.Side columns = side(endpoint, input.width(), map.shape().get(1));
    return image.data() instanceof ImageData.Floats
        ? HeatMap.ofInput(map.values(), rows, columns)
        : new HeatMap(map.values(), rows, columns, preprocessing.resampling());
  }

  private static HeatMap.Side side(String endpoint, int input, long cells) {
    CellCentres centres = CellCentres.of(endpoint, input);
    return new HeatMap.Side(input, Math.toIntExact(cells), centres.first(), centres.step());
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
