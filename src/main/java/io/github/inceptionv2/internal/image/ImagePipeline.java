package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Placement;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * Makes the network's input of images: header checked, decoded by TensorFlow, cropped and resized,
 * scaled to [0,1].
 *
 * <p>Owns native memory. Safe for several threads, but {@link #close} must come after the last
 * call.
 */
public final class ImagePipeline implements AutoCloseable {

  private final GraphSession session;

  private ImagePipeline(GraphSession session) {
    this.session = session;
  }

  /** Opens a pipeline. */
  public static ImagePipeline open() {
    return new ImagePipeline(GraphSession.open(ImageGraph.build()));
  }

  /**
   * Prepares one image.
   *
   * @param height of the result in pixels, and {@code width} likewise; not used for {@link
   *     ImageData.Floats}, which keep their size
   * @return a batch of one, which the caller closes
   * @throws UnreadableImageException if the image cannot be read
   */
  public ImageBatch prepare(ImageData image, Resampling resampling, int height, int width)
      throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Floats floats) {
      return new ImageBatch(Tensors.of(floats.rgb(), 1, floats.height(), floats.width(), 3));
    }
    try (TUint8 pixels = pixels(image)) {
      return resample(pixels, resampling, height, width);
    }
  }

  private TUint8 pixels(ImageData image) throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Buffered buffered) {
      byte[] rgb = BufferedImages.rgb(buffered.image());
      return Tensors.of(rgb, buffered.image().getHeight(), buffered.image().getWidth(), 3);
    }
    return image instanceof ImageData.File file
        ? decode(file.read().bytes())
        : decode(((ImageData.Encoded) image).bytes());
  }

  private TUint8 decode(byte[] file) throws UnreadableImageException {
    ImageHeader header = ImageHeader.read(file);
    String decoder =
        header.format() == ImageFormat.JPEG ? ImageGraph.DECODED_JPEG : ImageGraph.DECODED_OTHER;
    try (TString contents = TString.tensorOfBytes(NdArrays.scalarOfObject(file))) {
      return (TUint8) fetch(Map.of(ImageGraph.CONTENTS, contents), decoder);
    } catch (NativeException e) {
      throw new UnreadableImageException(
          "is a damaged " + header.format() + " (" + firstLine(e.getMessage()) + ")", e);
    }
  }

  private ImageBatch resample(TUint8 pixels, Resampling how, int height, int width) {
    Placement from =
        how.place((int) pixels.shape().get(0), (int) pixels.shape().get(1), height, width);
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
      return new ImageBatch((TFloat32) fetch(feeds, ImageGraph.resized(how.filter())));
    }
  }

  /** Runs for one tensor, which outlives the result and is the caller's. */
  private Tensor fetch(Map<String, ? extends Tensor> feeds, String name) {
    return session.run(feeds, List.of(name), List.of()).get(0);
  }

  private static String firstLine(String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    session.close();
  }
}
