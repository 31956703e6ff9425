package io.github.inceptionv2;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Images of any number, such as those of a large folder, whose results come one after another while
 * later images are read. Memory holds the images of two batches, however many there are. An image
 * that cannot be read fails alone.
 *
 * <pre>{@code
 * List<ImageSource> images = List.of(ImageSource.of(Path.of("cat.jpg")));
 * try (var vectors = model.stream(images).featureVectors()) {
 *   vectors.forEach(result -> System.out.println(result));
 * }
 * }</pre>
 *
 * <p>The streams that methods return are sequential and in the order of the images. They take
 * images from their source as results are asked for, two batches ahead: 32 images, unless {@link
 * RuntimeOptions.Builder#maxBatchSize} says otherwise, before the first result. If the source
 * throws, so does the stream, after the results of all images before. Close them, as the example
 * does, if they may end early: closing releases images that were read ahead. A stream throws {@link
 * java.util.concurrent.CancellationException} if its thread is interrupted, between two batches and
 * with the interrupt left set; {@link IllegalStateException} if the model is closed; and {@link
 * InferenceException} if TensorFlow fails.
 *
 * <p>Images that come from an {@link Iterator} or {@link Stream} can be used once. Not thread-safe.
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
   * Returns at most {@code count} most probable classes of each image, the most probable first; of
   * equally probable ones the lower index first.
   *
   * @param count at least 1; of a model with fewer classes, all are returned
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public Stream<ImageResult<List<Prediction>>> classify(int count) {
    return results(queries.classes(count));
  }

  /**
   * Returns both the most probable classes and the feature vector of each image, of one run of the
   * network.
   *
   * @param count at least 1; of a model with fewer classes, all are returned
   * @throws UnsupportedOperationException if the model has not both
   */
  public Stream<ImageResult<Recognition>> recognize(int count) {
    return results(queries.recognition(count));
  }

  /**
   * Returns each image's logits, one for each class.
   *
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public Stream<ImageResult<float[]>> logits() {
    return results(queries.logits());
  }

  /**
   * Returns each image's feature vector of 1024 numbers, none negative.
   *
   * @throws UnsupportedOperationException if the model offers logits only
   */
  public Stream<ImageResult<float[]>> featureVectors() {
    return results(queries.featureVectors());
  }

  /**
   * Returns an intermediate tensor for each image.
   *
   * @param name one of {@link ModelInfo#endpoints}, such as {@code Mixed_4e}
   * @throws IllegalArgumentException if there is no such endpoint; the message names all
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
