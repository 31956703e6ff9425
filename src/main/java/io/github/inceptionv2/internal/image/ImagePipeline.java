package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import io.github.inceptionv2.internal.image.View.Region;
import io.github.inceptionv2.internal.runtime.Events;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
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
import org.tensorflow.types.TUint8;

/**
 * Turns images into input for the network: checks the header, decodes, turns upright, crops,
 * resizes and scales to [0,1].
 *
 * <p>Owns native memory. Thread-safe, but {@link #close} must be called after all other calls
 * return.
 */
public final class ImagePipeline implements AutoCloseable {

  private static final Resampling WHOLE = new Resampling(Geometry.STRETCH, Filter.ANTIALIASED);

  private final GraphSession session;
  private final ImageSettings settings;
  private final ImageDecoder decoder;
  private final Resampler resampler;

  private ImagePipeline(GraphSession session, ImageSettings settings) {
    this.session = session;
    this.settings = settings;
    this.decoder = new ImageDecoder(session, settings);
    this.resampler = new Resampler(session);
  }

  /** Opens a pipeline with as many threads as there are processors. */
  public static ImagePipeline open(ImageSettings settings) {
    return open(settings, SessionConfig.DEFAULT);
  }

  /**
   * Opens a pipeline, which always runs on the CPU because TensorFlow decodes images only there.
   */
  public static ImagePipeline open(ImageSettings settings, SessionConfig config) {
    return new ImagePipeline(GraphSession.open(config.onCpu(), ImageGraph::addTo), settings);
  }

  /**
   * Prepares one image.
   *
   * @param height the height of the result in pixels; ignored for {@link ImageData.Floats}, which
   *     keep their size
   * @param width the width of the result in pixels; ignored for {@link ImageData.Floats}
   * @return a batch of one image, which the caller closes
   * @throws UnreadableImageException if the image cannot be read for any reason
   */
  public ImageBatch prepare(
      ImageData image, View view, Resampling resampling, int height, int width)
      throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Floats floats) {
      return new ImageBatch(Tensors.of(floats.rgb(), 1, floats.height(), floats.width(), 3));
    }
    return ofOne(
        scope -> {
          Upright upright = upright(image, view, resampling, height, width, scope);
          return marked(
              resampler.resample(upright, upright.region(view), resampling, height, width),
              upright);
        });
  }

  /**
   * Prepares ten views of an image, or one view of {@link ImageData.Floats}, as {@link #prepare}
   * does.
   */
  public ImageBatch prepareTen(
      ImageData image, View view, Resampling resampling, int height, int width)
      throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Floats) {
      return prepare(image, view, resampling, height, width);
    }
    return ofOne(
        scope -> {
          int wholeHeight = Resampling.resized(height);
          int wholeWidth = Resampling.resized(width);
          Upright upright = upright(image, view, resampling, wholeHeight, wholeWidth, scope);
          Region region = upright.region(view);
          TenCrop ten = TenCrop.of(resampling, region, height, width);
          ImageBatch whole =
              scope.add(
                  resampler.resample(
                      upright, region, ten.how(), ten.wholeHeight(), ten.wholeWidth()));
          return marked(ten.cut(whole, height, width), upright);
        });
  }

  /**
   * Shrinks a view of an image and keeps its aspect ratio. An image that is small enough, or {@link
   * ImageData.Floats}, keeps its size.
   *
   * @param longSide the maximum height and width, in pixels
   */
  ImageBatch shrink(ImageData image, View view, int longSide)
      throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Floats) {
      return prepare(image, view, WHOLE, longSide, longSide);
    }
    return ofOne(
        scope -> {
          Upright upright = upright(image, view, WHOLE, longSide, longSide, scope);
          Region region = upright.region(view);
          double factor =
              Math.min(1, longSide / (double) Math.max(region.height(), region.width()));
          int height = (int) Math.max(1, Math.rint(region.height() * factor));
          int width = (int) Math.max(1, Math.rint(region.width() * factor));
          return resampler.resample(upright, region, WHOLE, height, width);
        });
  }

  /**
   * Distorts one image for training; does not change {@link ImageData.Floats}.
   *
   * @param height the height of the result in pixels
   * @param width the width of the result in pixels
   * @return a batch of one image, which the caller closes
   * @throws UnreadableImageException if the image cannot be read for any reason
   */
  public ImageBatch distort(ImageData image, Distortion distortion, int height, int width)
      throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Floats) {
      return prepare(image, View.ALL, WHOLE, height, width);
    }
    return ofOne(
        scope -> {
          Upright upright =
              upright(
                  image,
                  View.ALL,
                  header -> JpegScaling.ratio(header, distortion, height, width, settings),
                  scope);
          return distort(upright, distortion, height, width, scope);
        });
  }

  private ImageBatch distort(
      Upright upright, Distortion how, int height, int width, NativeScope scope) {
    Region crop = how.region(upright.height(), upright.width());
    ImageBatch resized =
        scope.add(Resampler.bilinear(upright, crop, Filter.BILINEAR, height, width));
    Map<String, Tensor> feeds = new HashMap<>();
    feeds.put(ImageGraph.RESIZED, resized.tensor());
    feeds.put(ImageGraph.MIRRORS, scope.add(TBool.vectorOf(false, false, how.isFlipped(), false)));
    if (how.keepsColours()) {
      return new ImageBatch((TFloat32) fetch(feeds, ImageGraph.MIRRORED));
    }
    feeds.put(ImageGraph.BRIGHTNESS, scope.add(TFloat32.scalarOf(how.brightness())));
    feeds.put(ImageGraph.SATURATION, scope.add(TFloat32.scalarOf(how.saturation())));
    feeds.put(ImageGraph.CONTRAST, scope.add(TFloat32.scalarOf(how.contrast())));
    return new ImageBatch((TFloat32) fetch(feeds, ImageGraph.COLOURED));
  }

  private static ImageBatch marked(ImageBatch batch, Upright from) {
    return new ImageBatch(batch.tensor(), from.isIncomplete());
  }

  /** Makes a batch of one image. Everything added to the scope is released afterwards. */
  private interface Making {
    ImageBatch in(NativeScope scope) throws IOException, UnreadableImageException;
  }

  /**
   * Converts any exception or error from a decoder, TensorFlow, or an application's own image class
   * or file system to a failure of this image, so it does not affect other images of a batch.
   */
  private static ImageBatch ofOne(Making making) throws IOException, UnreadableImageException {
    try (NativeScope scope = new NativeScope()) {
      return making.in(scope);
    } catch (OutOfMemoryError e) {
      throw new UnreadableImageException(
          "needs more memory than is available ("
              + e.getMessage()
              + "); give the JVM a larger -Xmx, or lower maxPixels of ImageOptions",
          e);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      Object reason = e instanceof NativeException ? "TensorFlow: " + e.getMessage() : e;
      throw new UnreadableImageException("cannot be prepared (" + reason + ")", e);
    }
  }

  /** Decodes an image; the {@code scope} owns the pixels. */
  Upright upright(
      ImageData image, View view, Resampling how, int height, int width, NativeScope scope)
      throws IOException, UnreadableImageException {
    // A region is decoded at the largest size that the limits allow.
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
    event.height = upright.height();
    event.width = upright.width();
    event.commit();
    return upright;
  }

  private Upright uprightUnrecorded(
      ImageData image, View view, ToIntFunction<ImageHeader> ratio, NativeScope scope)
      throws IOException, UnreadableImageException {
    ImageDecoder.Pixels stored = decoder.decode(image, ratio, scope);
    Orientation exif =
        settings.isUpright() ? Orientation.ofExif(stored.orientation()) : Orientation.NONE;
    Orientation turn = exif.then(Orientation.clockwise(view.quarterTurns()));
    return new Upright(stored.tensor(), turn, stored.ratio(), stored.isIncomplete());
  }

  /** Returns all pixels of an image, turned upright, in a tensor that the caller closes. */
  TUint8 turned(Upright upright) {
    return resampler.turned(upright);
  }

  /** Computes one tensor, which the caller closes. */
  private Tensor fetch(Map<String, ? extends Tensor> feeds, String name) {
    return session.run(feeds, List.of(name), List.of()).get(0);
  }

  @Override
  public void close() {
    session.close();
  }
}
