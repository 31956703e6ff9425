package io.github.inceptionv2;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Any number of images, such as those of a large directory, with results that arrive one by one
 * while later images are read. At most two batches of images are in memory at a time. An image that
 * cannot be read fails only its own result.
 *
 * <pre>{@code
 * List<ImageSource> images = List.of(ImageSource.of(Path.of("cat.jpg")));
 * try (var vectors = model.stream(images).featureVectors()) {
 *   vectors.forEach(result -> System.out.println(result));
 * }
 * }</pre>
 *
 * <p>The streams that methods return are sequential, in the order of the images. They take images
 * from the source on demand, two batches ahead: 32 images before the first result, unless {@link
 * RuntimeOptions.Builder#maxBatchSize} is set. If the source throws an exception, the stream throws
 * it after the results of all earlier images. Close a stream that may not be read to its end, as
 * the example does, to release images that were read ahead. If the reading thread is interrupted,
 * the stream throws {@link java.util.concurrent.CancellationException} between two batches, and
 * leaves the interrupt status set. The stream throws {@link IllegalStateException} if the model is
 * closed, and {@link InferenceException} if TensorFlow fails.
 *
 * <p>Images from an {@link Iterator} or {@link Stream} can be used only once. Not thread-safe.
 */
public final class ImageStream {

  private final Engine engine;
  private final Queries queries;
  private final Supplier<? extends Iterator<? extends ImageSource>> images;

  ImageStream(
      Engine engine, Queries queries, Supplier<? extends Iterator<? extends ImageSource>> images) {
    this.engine = engine;
    this.queries = queries;
    this.images = images;
  }

  /**
   * Returns the most probable classes of each image, at most {@code count}, most probable first.
   * Ties go to the lower index.
   *
   * @param count at least 1; if the model has fewer classes, all are returned
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public Stream<ImageResult<List<Prediction>>> classify(int count) {
    return results(queries.classes(count));
  }

  /**
   * Returns both the most probable classes and the feature vector of each image, from one run of
   * the network.
   *
   * @param count at least 1; if the model has fewer classes, all are returned
   * @throws UnsupportedOperationException if the model has only classes or only feature vectors
   */
  public Stream<ImageResult<Recognition>> recognize(int count) {
    return results(queries.recognition(count));
  }

  /**
   * Returns each image's logits, one per class.
   *
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public Stream<ImageResult<float[]>> logits() {
    return results(queries.logits());
  }

  /**
   * Returns each image's feature vector, 1024 non-negative numbers.
   *
   * @throws UnsupportedOperationException if the model has logits only
   */
  public Stream<ImageResult<float[]>> featureVectors() {
    return results(queries.featureVectors());
  }

  /**
   * Returns an intermediate tensor of each image.
   *
   * @param name one of {@link ModelInfo#endpoints}, such as {@code Mixed_4e}
   * @throws IllegalArgumentException if there is no such endpoint; the message lists all endpoints
   */
  public Stream<ImageResult<Activation>> endpoint(String name) {
    return results(queries.endpoint(name));
  }

  private <T> Stream<ImageResult<T>> results(Query<T> query) {
    ImageResults<T> results = engine.stream(images.get(), query);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(results, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(results::close);
  }
}
