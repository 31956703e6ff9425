package io.github.inceptionv2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Classifies images and turns them into feature vectors. {@link InceptionV2} is the real
 * implementation. An application that depends on this interface can be tested with a fake, which
 * needs neither TensorFlow nor a model:
 *
 * <pre>{@code
 * ImageClassifier fake =
 *     (image, count) -> List.of(new Prediction(2, "roses", Optional.empty(), 0.9f, 4.5f));
 * }</pre>
 *
 * <p>All methods throw {@link ImageDecodeException} if an image cannot be decoded, another {@link
 * IOException} if its file cannot be read, and {@link IllegalStateException} after {@link #close}.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface ImageClassifier extends AutoCloseable {

  /** The maximum number of classes that methods without a {@code count} return. */
  int DEFAULT_COUNT = 5;

  /**
   * Returns the most probable classes of {@code image}, at most {@code count}, most probable first.
   * Ties go to the lower index.
   *
   * @param count at least 1; if there are fewer classes, all are returned
   * @throws UnsupportedOperationException if this classifier has feature vectors only
   */
  List<Prediction> classify(ImageSource image, int count) throws IOException;

  /**
   * Returns the 5 most probable classes of {@code image}, most probable first, or all classes if
   * there are fewer.
   *
   * @throws UnsupportedOperationException if this classifier has feature vectors only
   */
  default List<Prediction> classify(ImageSource image) throws IOException {
    return classify(image, DEFAULT_COUNT);
  }

  /**
   * Returns the most probable classes of the image in {@code file}, as {@link
   * #classify(ImageSource, int)} does.
   *
   * @throws UnsupportedOperationException if this classifier has feature vectors only
   */
  default List<Prediction> classify(Path file, int count) throws IOException {
    return classify(ImageSource.of(file), count);
  }

  /**
   * Returns the 5 most probable classes of the image in {@code file}, most probable first.
   *
   * @throws UnsupportedOperationException if this classifier has feature vectors only
   */
  default List<Prediction> classify(Path file) throws IOException {
    return classify(file, DEFAULT_COUNT);
  }

  /**
   * Returns the most probable classes of each image, at most {@code count}, in the order of the
   * images. An image that cannot be read fails only its own result; an interrupt ends the call with
   * {@link CancellationException}.
   *
   * @throws UnsupportedOperationException if this classifier has feature vectors only
   */
  default List<ImageResult<List<Prediction>>> classifyAll(List<ImageSource> images, int count) {
    List<ImageResult<List<Prediction>>> results = new ArrayList<>(images.size());
    for (ImageSource image : images) {
      try {
        results.add(ImageResult.of(image, classify(image, count)));
      } catch (InterruptedIOException e) {
        throw interrupted(e);
      } catch (IOException e) {
        results.add(ImageResult.failure(image, e));
      }
    }
    return List.copyOf(results);
  }

  /**
   * Returns the feature vector of {@code image}: 1024 numbers.
   *
   * @throws UnsupportedOperationException if this classifier has classes only, such as a fake
   *     written as a lambda
   */
  default float[] featureVector(ImageSource image) throws IOException {
    throw new UnsupportedOperationException(this + " offers no feature vectors, only classes");
  }

  /**
   * Returns the feature vector of the image in {@code file}: 1024 numbers.
   *
   * @throws UnsupportedOperationException if this classifier has classes only
   */
  default float[] featureVector(Path file) throws IOException {
    return featureVector(ImageSource.of(file));
  }

  /**
   * Returns the feature vector of each image, in the order of the images. An image that cannot be
   * read fails only its own result; an interrupt ends the call with {@link CancellationException}.
   *
   * @throws UnsupportedOperationException if this classifier has classes only
   */
  default List<ImageResult<float[]>> featureVectors(List<ImageSource> images) {
    List<ImageResult<float[]>> results = new ArrayList<>(images.size());
    for (ImageSource image : images) {
      try {
        results.add(ImageResult.of(image, featureVector(image)));
      } catch (InterruptedIOException e) {
        throw interrupted(e);
      } catch (IOException e) {
        results.add(ImageResult.failure(image, e));
      }
    }
    return List.copyOf(results);
  }

  private static CancellationException interrupted(InterruptedIOException cause) {
    Thread.currentThread().interrupt();
    CancellationException cancelled = new CancellationException(cause.getMessage());
    cancelled.initCause(cause);
    return cancelled;
  }

  /** Returns true if this classifier has not been closed. */
  default boolean isOpen() {
    return true;
  }

  /** Releases all resources; closing again does nothing. */
  @Override
  default void close() {}
}
