package io.github.inceptionv2;

import java.util.List;

/**
 * Several images to be computed together, which is faster than one by one. An image that cannot be
 * read fails alone.
 *
 * <p>Results come in the order of the images. All methods throw {@link IllegalStateException} if
 * the model is closed, and {@link InferenceException} if TensorFlow fails. Safe for use by several
 * threads.
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
   * Returns at most {@code count} most probable classes of each image, the most probable first; of
   * equally probable ones the lower index first.
   *
   * @param count at least 1; of a model with fewer classes, all are returned
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public List<ImageResult<List<Prediction>>> classify(int count) {
    return engine.run(images, queries.classes(count));
  }

  /**
   * Returns both the most probable classes and the feature vector of each image, of one run of the
   * network.
   *
   * @param count at least 1; of a model with fewer classes, all are returned
   * @throws UnsupportedOperationException if the model has not both
   */
  public List<ImageResult<Recognition>> recognize(int count) {
    return engine.run(images, queries.recognition(count));
  }

  /**
   * Returns each image's logits, one for each class.
   *
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public List<ImageResult<float[]>> logits() {
    return engine.run(images, queries.logits());
  }

  /**
   * Returns each image's feature vector of 1024 numbers, none negative: the mean of {@code
   * Mixed_5c} over height and width, of length 1 if {@linkplain InceptionV2.Builder#l2Normalized
   * asked for}.
   *
   * @throws UnsupportedOperationException if the model offers logits only
   */
  public List<ImageResult<float[]>> featureVectors() {
    return engine.run(images, queries.featureVectors());
  }

  /**
   * Returns an intermediate tensor for each image.
   *
   * @param name one of {@link ModelInfo#endpoints}, such as {@code Mixed_4e}
   * @throws IllegalArgumentException if there is no such endpoint; the message names all
   */
  public List<ImageResult<Activation>> endpoint(String name) {
    return engine.run(images, queries.endpoint(name));
  }

  /** Returns how many images there are. */
  @Override
  public String toString() {
    return "batch of " + images.size() + " images";
  }
}
