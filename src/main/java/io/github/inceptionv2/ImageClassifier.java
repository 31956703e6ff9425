package io.github.inceptionv2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Classifies images and turns them into feature vectors. {@link InceptionV2} does so with a
 * network. An application that asks for this interface is tested with a fake, which needs neither
 * TensorFlow nor a model:
 *
 * <pre>{@code
 * ImageClassifier fake =
 *     (image, count) -> List.of(new Prediction(2, "roses", Optional.empty(), 0.9f, 4.5f));
 * }</pre>
 *
 * <p>All methods throw {@link ImageDecodeException} if an image cannot be decoded, another {@link
 * IOException} if its file cannot be read, and {@link IllegalStateException} after {@link #close}.
 * Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface ImageClassifier extends AutoCloseable {

  /** The number of classes that methods without a count return. */
  int DEFAULT_COUNT = 5;

  /**
   * Returns at most {@code count} most probable classes of {@code image}, the most probable first;
   * of equally probable ones the lower index first.
   *
   * @param count at least 1; of a model with fewer classes, all are returned
   * @throws UnsupportedOperationException if there are feature vectors only
   */
  List<Prediction> classify(ImageSource image, int count) throws IOException;

  /**
   * Returns the 5 most probable classes of {@code image}, the most probable first; all of a model
   * with fewer classes.
   *
   * @throws UnsupportedOperationException if there are feature vectors only
   */
  default List<Prediction> classify(ImageSource image) throws IOException {
    return classify(image, DEFAULT_COUNT);
  }

  /**
   * Returns at most {@code count} most probable classes of the image in {@code file}, as {@link
   * #classify(ImageSource, int)} does.
   *
   * @throws UnsupportedOperationException if there are feature vectors only
   */
  default List<Prediction> classify(Path file, int count) throws IOException {
    return classify(ImageSource.of(file), count);
  }

  /**
   * Returns the 5 most probable classes of the image in {@code file}, the most probable first.
   *
   * @throws UnsupportedOperationException if there are feature vectors only
   */
  default List<Prediction> classify(Path file) throws IOException {
    return classify(file, DEFAULT_COUNT);
  }

  /**
   * Returns at most {@code count} most probable classes of each image, in the order of the images.
   * An image that cannot be read fails alone; an interrupt ends all with {@link
   * CancellationException}.
   *
   * @throws UnsupportedOperationException if there are feature vectors only
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
   * @throws UnsupportedOperationException if there are classes only, as of a fake that is a lambda
   */
  default float[] featureVector(ImageSource image) throws IOException {
    throw new UnsupportedOperationException(this + " offers no feature vectors, only classes");
  }

  /**
   * Returns the feature vector of the image in {@code file}: 1024 numbers.
   *
   * @throws UnsupportedOperationException if there are classes only
   */
  default float[] featureVector(Path file) throws IOException {
    return featureVector(ImageSource.of(file));
  }

  /**
   * Returns the feature vector of each image, in the order of the images. An image that cannot be
   * read fails alone; an interrupt ends all with {@link CancellationException}.
   *
   * @throws UnsupportedOperationException if there are classes only
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

  /** Returns whether this is open, and not closed yet. */
  default boolean isOpen() {
    return true;
  }

  /** Releases everything that is owned; closing again does nothing. */
  @Override
  default void close() {}
}
