package io.github.inceptionv2;

import java.util.List;

/**
 * Several images that the network processes together, which is faster than one at a time. An image
 * that cannot be read fails only its own result.
 *
 * <p>Results come in the order of the images. All methods throw {@link IllegalStateException} if
 * the model is closed, and {@link InferenceException} if TensorFlow fails. Thread-safe.
 */
public final class Batch {

  private final Engine engine;
  private final Queries queries;
  private final List<ImageSource> images;

  Batch(Engine engine, Queries queries, List<ImageSource> images) {
    this.engine = engine;
    this.queries = queries;
    this.images = List.copyOf(images);
  }

  /**
   * Returns the most probable classes of each image, at most {@code count}, most probable first.
   * Ties go to the lower index.
   *
   * @param count at least 1; if the model has fewer classes, all are returned
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public List<ImageResult<List<Prediction>>> classify(int count) {
    return engine.run(images, queries.classes(count));
  }

  /**
   * Returns both the most probable classes and the feature vector of each image, from one run of
   * the network.
   *
   * @param count at least 1; if the model has fewer classes, all are returned
   * @throws UnsupportedOperationException if the model has only classes or only feature vectors
   */
  public List<ImageResult<Recognition>> recognize(int count) {
    return engine.run(images, queries.recognition(count));
  }

  /**
   * Returns each image's logits, one per class.
   *
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public List<ImageResult<float[]>> logits() {
    return engine.run(images, queries.logits());
  }

  /**
   * Returns each image's feature vector, 1024 non-negative numbers: the mean of {@code Mixed_5c}
   * over height and width, scaled to length 1 if {@linkplain InceptionV2.Builder#l2Normalized
   * requested}.
   *
   * @throws UnsupportedOperationException if the model has logits only
   */
  public List<ImageResult<float[]>> featureVectors() {
    return engine.run(images, queries.featureVectors());
  }

  /**
   * Returns an intermediate tensor of each image.
   *
   * @param name one of {@link ModelInfo#endpoints}, such as {@code Mixed_4e}
   * @throws IllegalArgumentException if there is no such endpoint; the message lists all endpoints
   */
  public List<ImageResult<Activation>> endpoint(String name) {
    return engine.run(images, queries.endpoint(name));
  }

  /** Returns a description with the number of images. */
  @Override
  public String toString() {
    return "batch of " + images.size() + " images";
  }
}
