package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import io.github.inceptionv2.internal.image.Resampling.Placement;
import io.github.inceptionv2.internal.image.View.Region;
import io.github.inceptionv2.internal.runtime.Events;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.tensorflow.Tensor;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Makes the network's input of images: header checked, decoded, turned upright, cropped and
 * resized, scaled to [0,1].
 *
 * <p>Owns native memory. Safe for several threads, but {@link #close} must come after the last
 * call.
 */
public final class ImagePipeline implements AutoCloseable {

  private static final Resampling WHOLE = new Resampling(Geometry.STRETCH, Filter.ANTIALIASED);
  private static final Resampling BILINEAR = new Resampling(Geometry.STRETCH, Filter.BILINEAR);

  private final GraphSession session;
  private final ImageSettings settings;
  private final ImageDecoder decoder;

  private ImagePipeline(GraphSession session, ImageSettings settings) {
    this.session = session;
    this.settings = settings;
    this.decoder = new ImageDecoder(session, settings);
  }

  /** Opens a pipeline with as many threads as there are processors. */
  public static ImagePipeline open(ImageSettings settings) {
    return open(settings, SessionConfig.DEFAULT);
  }

  /** Opens a pipeline; it works on the CPU always, as TensorFlow decodes images nowhere else. */
  public static ImagePipeline open(ImageSettings settings, SessionConfig config) {
    return new ImagePipeline(GraphSession.open(config.onCpu(), ImageGraph::addTo), settings);
  }

  /**
   * Prepares one image.
   *
   * @param height of the result in pixels, and {@code width} likewise; not used for {@link
   *     ImageData.Floats}, which keep their size
   * @return a batch of one, which the caller closes
   * @throws UnreadableImageException if the image cannot be read
   */
  public ImageBatch prepare(
      ImageData image, View view, Resampling resampling, int height, int width)
      throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Floats floats) {
      return new ImageBatch(Tensors.of(floats.rgb(), 1, floats.height(), floats.width(), 3));
    }
    try (NativeScope scope = new NativeScope()) {
      Upright upright = upright(image, view, resampling, height, width, scope);
      Region region = upright.region(view);
      return resample(upright.pixels(), region, resampling, height, width);
    }
  }

  /**
   * Prepares ten views of an image, or one of {@link ImageData.Floats}; else like {@link #prepare}.
   */
  public ImageBatch prepareTen(
      ImageData image, View view, Resampling resampling, int height, int width)
      throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Floats) {
      return prepare(image, view, resampling, height, width);
    }
    try (NativeScope scope = new NativeScope()) {
      int wholeHeight = Resampling.resized(height);
      int wholeWidth = Resampling.resized(width);
      Upright upright = upright(image, view, resampling, wholeHeight, wholeWidth, scope);
      Region region = upright.region(view);
      TenCrop ten = TenCrop.of(resampling, region, height, width);
      ImageBatch whole =
          scope.add(
              resample(upright.pixels(), region, ten.how(), ten.wholeHeight(), ten.wholeWidth()));
      return ten.cut(whole, height, width);
    }
  }

  /**
   * Makes a view of an image smaller, with its aspect ratio kept; what is small enough, and {@link
   * ImageData.Floats}, keeps its size.
   *
   * @param longSide the most that height and width may be, in pixels
   */
  ImageBatch shrink(ImageData image, View view, int longSide)
      throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Floats) {
      return prepare(image, view, WHOLE, longSide, longSide);
    }
    try (NativeScope scope = new NativeScope()) {
      Upright upright = upright(image, view, WHOLE, longSide, longSide, scope);
      Region region = upright.region(view);
      double factor = Math.min(1, longSide / (double) Math.max(region.height(), region.width()));
      int height = (int) Math.max(1, Math.rint(region.height() * factor));
      int width = (int) Math.max(1, Math.rint(region.width() * factor));
      return resample(upright.pixels(), region, WHOLE, height, width);
    }
  }

  /**
   * Changes one image for training; of {@link ImageData.Floats} nothing is changed.
   *
   * @param height of the result in pixels, and {@code width} likewise
   * @return a batch of one, which the caller closes
   * @throws UnreadableImageException if the image cannot be read
   */
  public ImageBatch distort(ImageData image, Distortion distortion, int height, int width)
      throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Floats) {
      return prepare(image, View.ALL, BILINEAR, height, width);
    }
    try (NativeScope scope = new NativeScope()) {
      ToIntFunction<ImageHeader> ratio =
          header -> JpegScaling.ratio(header, distortion, height, width, settings);
      TUint8 pixels = upright(image, View.ALL, ratio, scope).pixels();
      return distort(pixels, distortion, height, width, scope);
    }
  }

  private ImageBatch distort(
      TUint8 pixels, Distortion how, int height, int width, NativeScope scope) {
    Region crop = how.region((int) pixels.shape().get(0), (int) pixels.shape().get(1));
    Map<String, Tensor> feeds = new HashMap<>();
    feeds.put(ImageGraph.PIXELS, pixels);
    feeds.put(ImageGraph.CROP_BEGIN, scope.add(TInt32.vectorOf(crop.top(), crop.left(), 0)));
    feeds.put(ImageGraph.CROP_SIZE, scope.add(TInt32.vectorOf(crop.height(), crop.width(), 3)));
    feeds.put(ImageGraph.SIZE, scope.add(TInt32.vectorOf(height, width)));
    feeds.put(ImageGraph.MIRRORS, scope.add(TBool.vectorOf(false, false, how.isFlipped(), false)));
    if (how.keepsColours()) {
      return new ImageBatch((TFloat32) fetch(feeds, ImageGraph.MIRRORED));
    }
    feeds.put(ImageGraph.BRIGHTNESS, scope.add(TFloat32.scalarOf(how.brightness())));
    feeds.put(ImageGraph.SATURATION, scope.add(TFloat32.scalarOf(how.saturation())));
    feeds.put(ImageGraph.CONTRAST, scope.add(TFloat32.scalarOf(how.contrast())));
    return new ImageBatch((TFloat32) fetch(feeds, ImageGraph.COLOURED));
  }

  /**
   * Decoded RGB, turned as it should be seen.
   *
   * @param ratio by what the size was divided on decoding
   */
  record Upright(TUint8 pixels, int ratio) {
    Region region(View view) throws UnreadableImageException {
      return view.of((int) pixels.shape().get(0), (int) pixels.shape().get(1), ratio);
    }
  }

  /** Decodes an image and turns it; the pixels are owned by {@code scope}. */
  Upright upright(
      ImageData image, View view, Resampling how, int height, int width, NativeScope scope)
      throws IOException, UnreadableImageException {
    // Of a region's pixels as many are wanted as there are.
    ToIntFunction<ImageHeader> ratio =
        view.region().isPresent()
            ? header -> JpegScaling.least(header, settings)
            : header -> JpegScaling.ratio(header, how, height, width, settings);
    return upright(image, view, ratio, scope);
  }

  private Upright upright(
      ImageData image, View view, ToIntFunction<ImageHeader> ratio, NativeScope scope)
      throws IOException, UnreadableImageException {
    if (!Events.areRecorded()) {
      return uprightUnrecorded(image, view, ratio, scope);
    }
    Events.Decode event = new Events.Decode();
    event.begin();
    Upright upright = uprightUnrecorded(image, view, ratio, scope);
    event.height = (int) upright.pixels().shape().get(0);
    event.width = (int) upright.pixels().shape().get(1);
    event.commit();
    return upright;
  }

  private Upright uprightUnrecorded(
      ImageData image, View view, ToIntFunction<ImageHeader> ratio, NativeScope scope)
      throws IOException, UnreadableImageException {
    ImageDecoder.Pixels stored = decoder.decode(image, ratio, scope);
    TUint8 pixels = stored.tensor();
    if (pixels.shape().get(2) == 4) {
      TUint8 rgb = scope.add(Alpha.toRgb(pixels, settings.background()));
      pixels.close();
      pixels = rgb;
    }
    Orientation exif =
        settings.isUpright() ? Orientation.ofExif(stored.orientation()) : Orientation.NONE;
    Orientation turn = exif.then(Orientation.clockwise(view.quarterTurns()));
    return new Upright(
        turn.equals(Orientation.NONE) ? pixels : scope.add(turn(pixels, turn)), stored.ratio());
  }

  private TUint8 turn(TUint8 pixels, Orientation turn) {
    int first = turn.transposes() ? 1 : 0;
    try (TInt32 order = TInt32.vectorOf(first, 1 - first, 2);
        TBool flips = TBool.vectorOf(turn.flipsRows(), turn.flipsColumns(), false)) {
      return (TUint8)
          fetch(
              Map.of(ImageGraph.STORED, pixels, ImageGraph.ORDER, order, ImageGraph.FLIPS, flips),
              ImageGraph.UPRIGHT);
    }
  }

  private ImageBatch resample(TUint8 pixels, Region region, Resampling how, int height, int width) {
    if (!Events.areRecorded()) {
      return resampleUnrecorded(pixels, region, how, height, width);
    }
    Events.Preprocess event = new Events.Preprocess();
    event.height = height;
    event.width = width;
    event.begin();
    ImageBatch resampled = resampleUnrecorded(pixels, region, how, height, width);
    event.commit();
    return resampled;
  }

  private ImageBatch resampleUnrecorded(
      TUint8 pixels, Region region, Resampling how, int height, int width) {
    Placement from = how.place(region.height(), region.width(), height, width);
    try (TInt32 begin = TInt32.vectorOf(region.top() + from.top(), region.left() + from.left(), 0);
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
      return new ImageBatch((TFloat32) fetch(feeds, ImageGraph.resized(how.filter())));
    }
  }

  /** Runs for one tensor, which outlives the result and is the caller's. */
  private Tensor fetch(Map<String, ? extends Tensor> feeds, String name) {
    return session.run(feeds, List.of(name), List.of()).get(0);
  }

  @Override
  public void close() {
    session.close();
  }
}
